import Foundation
import Postgres

/// A notification as a letter: which record it is about and what was done, but not what the record holds, since a
/// letter leaves the house.
struct Letter: Sendable {
  /// The number of its notification.
  let id: Int
  let address: String
  private let language: Language
  private let kind: String
  private let action: String
  private let resource: String
  private let record: Int
  private let records: Int
  private let actor: String?
  private let seconds: Int

  /// - Throws: `RowError` for a row that `system.take_letters` did not answer.
  init(_ row: Row) throws {
    id = try row.int("id")
    address = try row.string("address")
    language = Language(rawValue: try row.string("language")) ?? .en
    kind = try row.string("kind")
    action = try row.string("action")
    resource = try row.string("resource")
    record = try row.int("record_id")
    records = try row.int("records")
    actor = try row.stringIfPresent("actor")
    seconds = try row.int("at")
  }

  /// The message (RFC 5322), the same however often it is sent.
  func text(from sender: String) -> String {
    let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
    let body = Data(sentences.joined(separator: "\r\n").utf8)
      .base64EncodedString(options: [
        .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
      ])
    return [
      "Date: \(Self.date(seconds))", "From: CRM <\(sender)>", "To: <\(address)>",
      "Message-ID: <crm.\(id).\(seconds)@\(domain)>", "Subject: \(Self.encoded(subject))",
      "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", body, "",
    ].joined(separator: "\r\n")
  }

  private var subject: String { "CRM: \(kind) (\(resource) \(record))" }

  private var sentences: [String] {
    let more = Text("and \(records - 1) more", ru: "и ещё \(records - 1)")[language]
    let who = Text("By", ru: "Кто")[language]
    return [
      kind, "\(action): \(resource) \(record)\(records > 1 ? ", \(more)" : "")",
    ] + (actor.map { ["\(who): \($0)"] } ?? [])
  }

  /// RFC 2047, in words of at most 45 bytes.
  private static func encoded(_ text: String) -> String {
    var words: [[UInt8]] = [[]]
    for character in text {
      let bytes = Array(String(character).utf8)
      if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  private static func date(_ seconds: Int) -> String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    var (moment, broken) = (time_t(seconds), tm())
    gmtime_r(&moment, &broken)
    let clock = [broken.tm_hour, broken.tm_min, broken.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let (day, month) = (days[seconds / 86_400 % 7], months[Int(broken.tm_mon)])
    return "\(day), \(broken.tm_mday) \(month) \(Int(broken.tm_year) + 1900) "
      + clock.joined(separator: ":") + " +0000"
  }
}
