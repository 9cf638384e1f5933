extension MutatedLicence {
  /// A licence that is good in every way; the key for tests is named as its signer.
  static let good: [Member] = pairs.map { Member(path: $0.0, value: $0.1) }

  private static let pairs: [(String, String)] = [
    ("format", #""crm-license/1""#), ("kid", #""test""#), ("serial", #""CRM-2026-000123""#),
    ("revision", "3"), ("supersedes", "2"), ("corrects", "null"),
    ("issued", #""2026-11-23T10:00:00Z""#), ("order", #""Q-1""#), ("licensee.name", #""A""#),
    ("licensee.inn", #""7700000000""#), ("product", #""crm""#), ("edition", #""enterprise""#),
    ("environment", #""test""#), ("site.id", #""6f1f7a3e-51d0-4c43-9f3a-0b6c1f0f4a11""#),
    ("site.name", #""B""#), ("site.networks", #"["10.1.0.0/16"]"#),
    ("site.network_policy", #""warn""#), ("instance.id", "null"), ("seats.count", "5"),
    ("seats.subject", #""user""#), ("seats.overdraft", "0"), ("seats.service_accounts", "5"),
    ("term.kind", #""annual""#), ("term.from", #""2026-12-01""#),
    ("term.until", #""2027-11-30""#), ("term.warn_days", "60"), ("term.grace_days", "30"),
    ("maintenance.from", #""2026-12-01""#), ("maintenance.until", #""2027-11-30""#),
    ("features", #"["finance"]"#), ("zone", #""Europe/Moscow""#), ("crit", #"["seats.count"]"#),
  ]

  /// Values of any member: right for some, for most wrong in kind, form or measure.
  static let values: [String] = kinds + numbers + texts + times + names

  private static let kinds: [String] = [
    "null", "true", "false", "[]", "{}", "[null]", "[5]", #"["x"]"#, "[[]]", #"{"id":null}"#,
    #"{"from":"2026-12-01"}"#,
  ]

  private static let numbers: [String] = [
    "0", "-0", "1", "3", "-1", "5.0", "5e0", "1E2", "05", "+5", "0x5", "NaN", "1000000", "1000001",
    "2147483648", "9999999999", "99999999999999999999", "1e999999999999",
  ]

  private static let texts: [String] = [
    "\"\"", #"" ""#, #""5""#, #""null""#, #""\u0000""#, #""\ud800""#, #""\udc00\ud800""#,
    #""\ud83d\ude00""#, #""\u001f""#, #""a\nb""#, "\"\u{7F}\"", "\"\u{85}\"", "\"\u{212A}\"",
    "\"\(String(repeating: "x", count: 200))\"", "\"\(String(repeating: "x", count: 201))\"",
    // 150 letters as a reader counts, 300 as the standard does.
    "\"\(String(repeating: "a\u{301}", count: 150))\"",
  ]

  private static let times: [String] = [
    #""2026-12-01""#, #""2026-02-29""#, #""2028-02-29""#, #""2026-13-01""#, #""0000-01-01""#,
    #""0001-01-01""#, #""1969-12-31""#, #""1970-01-01""#, #""9999-12-31""#, #""2026-12-1""#,
    #"" 2026-12-01""#, #""2026-12-01\n""#, #""infinity""#, "\"\u{662}026-12-01\"",
    #""2026-11-23T24:00:00Z""#, #""2026-11-23T23:59:60Z""#, #""2026-11-23T23:59:59Z""#,
    #""2026-11-23T23:59:59z""#, #""2026-11-23 23:59:59Z""#, #""2026-02-30T00:00:00Z""#,
  ]

  private static let names: [String] = [
    #""CRM-2026-000000""#, #""CRM-2026-0000123""#, #""CRM-2026-1000000""#, #""CRM-1999-000001""#,
    #""CRM-20260-000001""#, #""CRM-2026-1234567890123""#,
    #""6F1F7A3E-51D0-4C43-9F3A-0B6C1F0F4A11""#, #""{6f1f7a3e-51d0-4c43-9f3a-0b6c1f0f4a11}""#,
    #""6f1f7a3e51d04c439f3a0b6c1f0f4a11""#, #""6f1f7a3e-51d0-4c43-9f3a-0b6c1f0f4a12""#,
    #"["10.1/16"]"#, #"["10.1.0.1/16"]"#, #"["0.0.0.0/0","2001:DB8::/32"]"#,
    #"["010.1.0.0/16"]"#, #"["1::2::/64"]"#, #"["::ffff:10.1.0.0/112"]"#, #"["10.1.0.0/16/1"]"#,
    #""770000000000""#, #""77000000000""#, #""perpetual""#, #""free-single""#, #""free-small""#,
    #""production""#, #""ignore""#, #""workstation""#, #""Nowhere/Else""#,
  ]

  /// What `crit` may say.
  static let demands: [String] = [
    #""seats""#, #""seats.count""#, #""corrects""#, #""order""#, #""colour""#, "\"\"",
    #""seats.colour""#, #""instance.id""#, #""crit""#, #""SEATS""#, "null", "5",
  ]

  /// What may stand around a text, some of it rightly.
  static let rubbish = ["", " ", "\n", "\t", "\u{C}", "\u{A0}", "\u{FEFF}", "\0", "{}", "x", ","]
}
