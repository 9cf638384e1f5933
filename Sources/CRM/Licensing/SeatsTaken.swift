import Foundation
import Postgres

extension Problem {
  /// 402: as many work as seats were bought.
  ///
  /// - Parameter row: `seats`, `held` and `free_at`, when the first may be free, as `licensing.refusal` answers.
  static func seatsTaken(_ row: Row) throws -> Problem {
    let seats = try row.int("seats")
    let held = try row.int("held")
    let free = try row.dateIfPresent("free_at")
    let when = free.map { ISO8601DateFormatter().string(from: $0) }
    let wait = max(1, Int((free?.timeIntervalSinceNow ?? 60).rounded(.up)))
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

  /// 402: the licence has ended or was revoked; what it says is told to its administrators.
  static var licenceReadsOnly: Problem {
    Problem(
      402, "license_read_only",
      Text("The licence allows reading only", ru: "Лицензия разрешает только чтение"),
      detail: Text(
        "Nothing was changed. Reading and full export go on. The licence's administrator sees the reason "
          + "at GET \(API.root)/license and ends this at once by installing a licence that is in force.",
        ru:
          "Ничего не изменено. Чтение и полная выгрузка работают. Администратор лицензии видит причину в "
          + "GET \(API.root)/license и сразу снимет ограничение, установив действующую лицензию."))
  }

  /// 402: more seats are held than the licence has, so nobody further is given work.
  static var licenceCapped: Problem {
    Problem(
      402, "license_capped",
      Text("More seats are held than bought", ru: "Занято больше мест, чем куплено"),
      detail: Text(
        "No account is made or unlocked until seats are given back. The licence's administrator sees who "
          + "holds them at GET \(API.root)/license/holders.",
        ru:
          "Новые учётные записи не создаются и не разблокируются, пока места не освободятся. Администратор "
          + "лицензии видит, кто их занимает, в GET \(API.root)/license/holders."))
  }
}
