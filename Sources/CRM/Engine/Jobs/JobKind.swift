/// One kind of background work: its name, its limits, and what is done.
public struct JobKind: Sendable {
  /// Small letters, digits and hyphens; what `kind` of a job says.
  public let name: String
  /// How many run at once over all services; nil for any number.
  public let most: Int?
  /// How many one place of a worker takes at once and does one after the other; more than one only for work of
  /// milliseconds.
  public let batch: Int
  /// After so many failed tries without a checkpoint between them the job has failed.
  public let mostFailures: Int
  /// When the system itself runs it, as a cron expression; nil where it is asked for only.
  public let schedule: String?
  /// Does the work and answers its result. It tells how far it is by ``Job/tell(done:total:checkpoint:)``, or in its
  /// own transactions by ``Job/telling(done:total:checkpoint:)``; work is repeated from the last checkpoint.
  ///
  /// - Throws: a ``Problem`` below 500 ends the job for good, but for a session that has ended; anything else is tried again.
  public let run: @Sendable (Job) async throws -> JSON

  /// A kind of work that may run once at a time unless more is said.
  public init(
    _ name: String, most: Int? = 1, batch: Int = 1, mostFailures: Int = 5, schedule: String? = nil,
    run: @escaping @Sendable (Job) async throws -> JSON
  ) {
    self.name = name
    self.most = most
    self.batch = batch
    self.mostFailures = mostFailures
    self.schedule = schedule
    self.run = run
  }
}
