import Foundation
import License
import Postgres

extension SelfSignedFile {
  /// Tells what was used: days, and a stretch of the chain of seat events (`crm-usage/1`).
  ///
  /// - Parameter after: The number of the event before the stretch, 0 for the first one; the newest 50,000 events
  ///   where it is nil. No stretch is longer.
  static func usage(after: Int?) throws -> SelfSignedFile {
    let parts: [SQL] = [
      "select * from licensing.usage()", "select * from licensing.usage_days()",
      "select * from licensing.usage_chain(\(after))",
    ]
    return try SelfSignedFile(parts) { key, results in
      guard let row = results[0].first else { throw Problem.unlicensed }
      let report = UsageReport(
        key: key.publicKey, serial: try row.string("serial"), revision: try row.int("revision"),
        seats: try row.int("seats"), instance: try row.decode("instance_id", as: UUID.self),
        issued: try row.date("issued"), days: try results[1].map { try Self.day($0) },
        chain: try Self.chain(results[2]))
      return key.sign(report)
    }
  }

  private static func day(_ row: Row) throws -> UsageDay {
    guard let day = Day(try row.string("day")) else { throw Problem.internalError }
    return UsageDay(
      day: day, maximumHeld: try row.int("max_held"), denials: try row.int("denies"),
      distinctSubjects: try row.int("distinct_subjects"))
  }

  /// The first row is the event before the stretch.
  private static func chain(_ rows: Rows) throws -> UsageChain {
    guard let anchor = rows.first else { throw Problem.internalError }
    var chain = UsageChain(
      after: try anchor.int("seq"), previous: try anchor.string("hash"), events: [])
    for row in rows.dropFirst() {
      var event = UsageEvent(
        number: try row.int("seq"), at: try row.string("at"), kind: try row.string("kind"),
        subject: try row.string("subject"), slot: try row.int("slot"),
        epoch: try row.int("epoch"), after: chain.events.last?.hash ?? chain.previous)
      // As it is kept, also where that is not what it has to be: who reads the report has to see that.
      event.hash = try row.string("hash")
      chain.events.append(event)
    }
    return chain
  }
}
