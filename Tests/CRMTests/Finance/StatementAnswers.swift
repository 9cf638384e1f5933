import Foundation
import Testing

/// What section I of the known answers says of the files of banks.
struct StatementAnswer: Sendable, CustomTestStringConvertible {
  let file: String
  /// Which statement of the file, from 1.
  var place = 1
  /// As the answers write them; nil where the file does not say it.
  var currency: String?
  var opening: String?
  let lines: Int
  let credits: String
  let debits: String
  var closing: String?
  /// What is left over; nil where nothing can be reckoned.
  var difference: String?
  /// Lines that no reader may take for a movement.
  var unread = 0

  var testDescription: String { "\(file) #\(place)" }

  static let all: [StatementAnswer] = [
    .init(
      file: "mt940/cmxl_mt940.sta", currency: "DEM", opening: "84349.74", lines: 11,
      credits: "49396.74", debits: "-49309.44", closing: "84437.04", difference: "0"),
    .init(
      file: "mt940/cmxl_mt940.sta", place: 2, currency: "EUR", opening: "2187.95", lines: 2,
      credits: "3000", debits: "-800", closing: "4387.95", difference: "0"),
    .init(
      file: "mt940/cmxl_mt940.sta", place: 3, currency: "PLN", opening: "40000.00", lines: 3,
      credits: "20040.00", debits: "-10000.00", closing: "50040.00", difference: "0"),
    .init(
      file: "mt940/jejik_abnamro.sta", currency: "EUR", opening: "3236.28", lines: 8, credits: "0",
      debits: "-321.44", closing: "876.84", difference: "2038.00"),
    .init(
      file: "mt940/jejik_abnamro.sta", place: 2, currency: "EUR", opening: "2876.84", lines: 2,
      credits: "0", debits: "-24.49", closing: "1849.75", difference: "1002.60"),
    .init(
      file: "mt940/jejik_generic.sta", currency: "EUR", opening: "100.00", lines: 1, credits: "0",
      debits: "-10.00", closing: "90.00", difference: "0"),
    .init(
      file: "mt940/jejik_generic.sta", place: 2, currency: "EUR", opening: "90.00", lines: 1,
      credits: "0", debits: "-10.00", closing: "80.00", difference: "0"),
    .init(
      file: "mt940/jejik_knab.sta", currency: "EUR", opening: "0", lines: 1, credits: "500",
      debits: "0", closing: "500", difference: "0"),
    .init(
      file: "mt940/jejik_knab.sta", place: 2, currency: "EUR", opening: "3058.98", lines: 1,
      credits: "0", debits: "-7260", closing: "798.98", difference: "-5000.00", unread: 1),
    .init(
      file: "mt940/jejik_postfinance.sta", currency: "CHF", opening: "0", lines: 2,
      credits: "229.2", debits: "0", closing: "229.2", difference: "0"),
    .init(
      file: "mt940/jejik_postfinance.sta", place: 2, currency: "CHF", opening: "229.2", lines: 2,
      credits: "10.1", debits: "-79.9", closing: "159.6", difference: "-0.2"),
    .init(
      file: "mt940/jejik_sns.sta", currency: "EUR", opening: "1234.56", lines: 2, credits: "0",
      debits: "-25.00", closing: "1209.56", difference: "0"),
    .init(
      file: "mt940/jejik_sns.sta", place: 2, currency: "EUR", opening: "1209.56", lines: 0,
      credits: "0", debits: "0", closing: "1209.56", difference: "0"),
    .init(
      file: "mt940/jejik_triodos.sta", currency: "EUR", opening: "4975.09", lines: 2, credits: "0",
      debits: "-715.70", closing: "4370.79", difference: "-111.40"),
    .init(
      file: "mt940/sberbank_171011_01234945.sta", currency: "HUF", opening: "627311.30", lines: 3,
      credits: "0", debits: "-9437.00", closing: "617874.30", difference: "0"),
    .init(
      file: "mt940/self-provided_february_30.sta", currency: "EUR", opening: "1200.00", lines: 1,
      credits: "0", debits: "-6.00", closing: "1194.00", difference: "0"),
    .init(
      file: "camt/test-camt053.xml", currency: "EUR", opening: "15568.27", lines: 3,
      credits: "1405.31", debits: "-1418.30", closing: "15121.12", difference: "434.16"),
    .init(
      file: "ofx/anzcc.ofx", currency: "AUD", lines: 1, credits: "0", debits: "-5.50",
      closing: "-123.45"),
    .init(
      file: "ofx/bank_medium.ofx", currency: "CAD", lines: 3, credits: "0", debits: "-345.27",
      closing: "382.34"),
    .init(
      file: "ofx/checking.ofx", currency: "USD", lines: 3, credits: "0.01", debits: "-59.51",
      closing: "100.99"),
    // Both documents are of the account to itself, so that each stands there twice.
    .init(
      file: "1c/sample1.txt", opening: "10.10", lines: 4, credits: "20.20", debits: "-20.20",
      closing: "10.10", difference: "0"),
    .init(
      file: "1c/sample1.txt", place: 2, opening: "10.10", lines: 0, credits: "0", debits: "0",
      closing: "10.10", difference: "0"),
    .init(file: "1c/sample2.txt", lines: 1, credits: "0", debits: "-0.01"),
    .init(file: "1c/sample3.txt", lines: 1, credits: "0", debits: "-0.01"),
    .init(file: "1c/sample4.txt", lines: 1, credits: "0", debits: "-0.01"),
  ]

  /// The files, in their order.
  static let files = all.map(\.file).reduce(into: [String]()) { files, file in
    if files.last != file { files.append(file) }
  }

  /// The one file that holds no statement.
  static let unreadable = "mt940/self-provided_invalid_statement.sta"

  static func bytes(_ file: String) throws -> [UInt8] {
    try SharedData.bytes("bank-statements/\(file)")
  }

  /// The exact number; nil of nil.
  static func number(_ text: String?) -> Decimal? { text.flatMap { Decimal(string: $0) } }
}
