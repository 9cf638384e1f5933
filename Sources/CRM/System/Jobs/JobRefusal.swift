import Postgres

/// A record that a job could not do, and why.
struct JobRefusal: Sendable {
  /// In the order of work.
  let place: Int
  /// The name of its resource.
  let resource: String
  let record: Int
  let code: String
  let reason: Text
  /// The field that is to blame; empty where none is.
  let pointer: String

  /// What a request for this record alone would have been told, as one sentence.
  init(_ place: Int, _ resource: String, _ record: Int, _ problem: Problem) {
    let field = problem.errors.first
    self.place = place
    self.resource = resource
    self.record = record
    code = field?.code ?? problem.code
    reason = field?.detail ?? problem.detail
    pointer = field?.pointer ?? ""
  }

  /// One that was kept.
  init(_ row: Row) throws {
    place = try row.int("n")
    resource = try row.string("resource")
    record = try row.int("record_id")
    code = try row.string("code")
    reason = Text(try row.string("reason_en"), ru: try row.string("reason_ru"))
    pointer = try row.string("pointer")
  }

  /// The statement that keeps them; nil where there are none.
  static func keeping(_ refusals: [JobRefusal], of job: Int) -> SQL? {
    guard !refusals.isEmpty else { return nil }
    return """
      insert into system.job_refusal (job_id, n, resource, record_id, code, reason_en, reason_ru, pointer)
      select \(job), r.* from unnest(\(refusals.map(\.place)), \(refusals.map(\.resource)),
        \(refusals.map(\.record)), \(refusals.map(\.code)), \(refusals.map(\.reason.en)),
        \(refusals.map(\.reason.ru)), \(refusals.map(\.pointer))) as r
      """
  }
}
