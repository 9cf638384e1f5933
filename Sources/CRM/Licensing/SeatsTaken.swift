import Foundation
import Postgres

extension Problem {
  /// Asks a function that answers `seats`, `held` and `free_at` why there is no seat, and adds `wait`: the seconds
  /// to `free_at` by the clock of the database, which may be another than the service's.
  static func seatRefusal(_ function: SQL) -> SQL {
    """
    select r.*, ceil(extract(epoch from r.free_at - clock_timestamp()))::integer as wait
    from \(sql: function) as r
    """
  }

  /// 402: as many work as seats were bought.
  ///
  /// - Parameter row: `seats`, `held`, `free_at`, when the first may be free, and `wait`, as ``seatRefusal(_:)`` asks.
  static func seatsTaken(_ row: Row) throws -> Problem {
    let seats = try row.int("seats")
    let held = try row.int("held")
    let free = try row.dateIfPresent("free_at")
    let when = free.map { ISO8601DateFormatter().string(from: $0) }
    let wait = try max(1, row.intIfPresent("wait") ?? 60)
    return Problem(
      402, "seats_taken", Text("No seat is free", ru: "Нет свободных рабочих мест"),
      detail: Text(
        "Of \(seats) seats \(held) are held. One is free when somebody signs out, at the latest at "
          + "\(when ?? "an unknown time") if he does not come back; the licence's administrator sees who "
          + "holds them and can take one away.",
        ru:
          "Занято мест: \(held) из \(seats). Место освободится, когда кто-то выйдет, или в "
          + "\(when ?? "неизвестное время"), если он не вернётся; администратор лицензии видит, кто их "
          + "занимает, и может отозвать место."),
      members: [
        .init("seats", .number(String(seats))), .init("held", .number(String(held))),
        .init("free_at", when.map { .string($0) } ?? .null),
      ], headers: [("Retry-After", String(wait))])
  }
}
