import Testing

@testable import CRM

@Suite struct `The text of a value` {
  @Test(arguments: [
    ("2024-02-29", true), ("2000-02-29", true), ("0001-01-01", true), ("1900-02-29", false),
    ("2023-02-29", false), ("0000-01-01", false), ("2024-13-01", false), ("2024-04-31", false),
    ("2024-4-30", false), ("2024-04-30 ", false), ("2024-04", false), ("", false),
  ]) func `is a date`(text: String, expected: Bool) {
    #expect(ValueText.isDate(text) == expected)
  }

  @Test(arguments: [
    ("2026-11-23T10:00:00Z", true), ("2026-11-23 10:00:00+00:00", true),
    ("2026-11-23t23:59z", true),
    ("2026-11-23T10:00:00.123456789-14:59", true), ("2026-11-23T24:00:00Z", false),
    ("2026-11-23T10:60:00Z", false), ("2026-11-23T10:00:60Z", false),
    ("2026-11-23T10:00:00.Z", false), ("2026-11-23T10:00:00.1234567890Z", false),
    ("2026-11-23T10:00:00", false), ("2026-11-23T10:00:00+15:00", false),
    ("2026-11-23T10:00:00+0100", false), ("2026-11-23T10:00:00ZZ", false),
    ("2026-02-30T10:00:00Z", false), ("2026-11-23T10Z", false), ("2026-11-23", false),
  ]) func `is an instant`(text: String, expected: Bool) {
    #expect(ValueText.isInstant(text) == expected)
  }

  @Test(arguments: [
    ("0", true), ("-12.50", true), ("00012", true), ("1234567890123456789012345.6", true),
    ("1.", false), (".5", false), ("-", false), ("+1", false), ("1e5", false), ("1.2.3", false),
    ("", false), ("١", false),
  ]) func `is a decimal number`(text: String, expected: Bool) {
    #expect(ValueText.isDecimal(text) == expected)
  }
}
