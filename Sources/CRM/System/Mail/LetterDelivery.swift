import Logging
import Postgres

/// Sends notifications by e-mail until its task is cancelled: each at least once, tried again later and later where the
/// server does not take it. Any number of services do so beside each other; each letter is in one hand at a time.
struct LetterDelivery: Sendable {
  let client: Client
  let server: SMTPServer
  let logger: Logger
  /// How many letters are taken at once; the last of them waits for all before it.
  var most = 20
  /// How long it waits where there is nothing to do.
  var pause = Duration.seconds(2)

  /// Works until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      do {
        let taken = try await deliver()
        if taken < most { try await Task.sleep(for: pause) }
      } catch is CancellationError {
        return
      } catch {
        logger.warning("Letters could not be sent: \(error)")
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// Sends what is due now.
  ///
  /// - Returns: How many letters were tried.
  /// - Throws: `DatabaseError` or `ClientError`; what was not noted as sent is sent again.
  @discardableResult
  func deliver() async throws -> Int {
    let lease = Int(server.patience.components.seconds) * most + 60
    let letters = try await client.rows(
      "select * from system.take_letters(\(most)::integer, \(lease)::integer)"
    ).map { try Letter($0) }
    for letter in letters { try await send(letter) }
    return letters.count
  }

  private func send(_ letter: Letter) async throws {
    var refusal: SMTPServer.Refusal?
    do {
      try await server.send(letter.text(from: server.sender), to: letter.address)
    } catch let error as SMTPServer.Refusal {
      refusal = error
      logger.warning(
        "A letter was not taken: \(error.reason)", metadata: ["letter": "\(letter.id)"])
    }
    _ = try await client.rows(
      """
      select system.end_letter(\(letter.id), \(refusal?.reason), \(refusal?.isForGood ?? false))
      """)
  }
}
