import CRM
import Foundation
import Logging
import Postgres

/// A setting of the service: `pool.general` in the file of `--config` is CRM_POOL_GENERAL outside.
struct Setting {
  /// What may be written there.
  enum Kind {
    case text
    /// Within bounds; durations in seconds.
    case number(ClosedRange<Int>)
    case flag
    case list

    /// What must be written, in words.
    var words: String {
      switch self {
      case .text: "a text"
      case .number(let bounds):
        "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
      case .flag: "true or false"
      case .list: "a list of texts"
      }
    }
  }

  /// The names in the file, from the outermost object inwards.
  let path: [String]
  let kind: Kind

  /// Every one there is.
  static let all: [Setting] =
    ["database", "host", "secret", "sql"].map { .init(path: [$0], kind: .text) }
    + [.init(path: ["admin", "host"], kind: .text)]
    + ["host", "security", "user", "password", "sender"].map {
      .init(path: ["smtp", $0], kind: .text)
    }
    + numbers.map { .init(path: $0.0.split(separator: ".").map(String.init), kind: .number($0.1)) }
    + [
      .init(path: ["prepared"], kind: .flag), .init(path: ["origins"], kind: .list),
      .init(path: ["proxies"], kind: .list), .init(path: ["file", "types"], kind: .list),
      .init(path: ["file", "refused"], kind: .list), .init(path: ["mail", "own"], kind: .list),
    ]

  static let port = 0...65_535

  private static let numbers = [
    ("port", port), ("admin.port", port), ("jobs", 0...64), ("clients", 16...100_000),
    ("idle", 1...86_400),
    ("notice", 0...600),
    ("deadline", 1...3_600), ("shutdown", 0...3_600),
    ("pool.general", 1...Client.Configuration.maximumConnections),
    ("pool.fast", 0...Client.Configuration.maximumConnections), ("pool.waiting", 1...100_000),
    ("smtp.port", 1...65_535), ("file.deadline", 1...86_400), ("file.size", 1...10_240),
  ]

  /// Its name in the environment.
  var variable: String { "CRM_" + path.joined(separator: "_").uppercased() }

  /// How a path is written in the file.
  static func written(_ path: [String]) -> String {
    let quoted = path.map { "\"\($0)\"" }.joined(separator: ": {")
    return path.count == 1 ? quoted : quoted + ": …" + String(repeating: "}", count: path.count - 1)
  }

  func admits(_ value: JSON) -> Bool {
    switch kind {
    case .text: value.string != nil
    case .number(let bounds): value.int.map(bounds.contains) ?? false
    case .flag: value.bool != nil
    case .list: value.array?.allSatisfy { $0.string != nil } ?? false
    }
  }

  func admits(_ text: String) -> Bool {
    switch kind {
    case .text, .list: true
    case .number(let bounds): Int(text).map(bounds.contains) ?? false
    case .flag: ["true", "false", "yes", "no", "1", "0"].contains(text.lowercased())
    }
  }
}

/// The file of `--config`: a misspelt setting must not be a silent default.
struct SettingsFile {
  let path: String

  /// - Throws: ``Failure`` with code 78 for a file that cannot be read, is no JSON object, or has a setting that
  ///   there is not, or of another kind; it names the nearest one.
  func judge() throws {
    let json = try read()
    guard json.object != nil else { throw wrong("is no JSON object, as deploy/crm.json is") }
    try judge(json, [])
  }

  private func read() throws -> JSON {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw Failure(Failure(error).message, code: Failure.misconfigured)
    }
    do {
      return try JSONParser.parse(Array(data))
    } catch let failure as JSONParser.Failure {
      let line = data.prefix(failure.offset).count { $0 == 0x0A } + 1
      throw wrong("is no JSON (line \(line)): \(failure.reason.en)")
    }
  }

  private func judge(_ json: JSON, _ above: [String]) throws {
    for member in json.object ?? [] {
      let place = above + [member.name]
      if let setting = Setting.all.first(where: { $0.path == place }) {
        guard setting.admits(member.value) else {
          throw wrong("has \(Setting.written(place)), which must be \(setting.kind.words)")
        }
      } else if member.value.object != nil,
        Setting.all.contains(where: { $0.path.starts(with: place) })
      {
        try judge(member.value, place)
      } else {
        throw unknown(place)
      }
    }
  }

  private func unknown(_ place: [String]) -> Failure {
    let name = place.joined(separator: ".")
    let near = Setting.all.map(\.path).min {
      $0.joined(separator: ".").distance(to: name) < $1.joined(separator: ".").distance(to: name)
    }
    let advice = near.map { "; did you mean \(Setting.written($0))?" } ?? ""
    return wrong("has \(Setting.written(place)), which is no setting\(advice)", end: "")
  }

  private func wrong(_ text: String, end: String = ".") -> Failure {
    Failure("The file of settings \(path) \(text)\(end)", code: Failure.misconfigured)
  }
}

/// The variables CRM_… of the environment.
enum SettingsEnvironment {
  /// What is no setting but read by a command or a script of `deploy`.
  private static let others = [
    "CRM_CONFIG", "CRM_LOG", "CRM_PASSWORD", "CRM_SERVICE_DATABASE", "CRM_POSTGRES_BIN",
    "CRM_ADMIN_PASSWORD", "CRM_DEMO_PASSWORD", "CRM_DATA", "CRM_URL", "CRM_SHARED",
    "CRM_TEST_SOCKET_DIR",
  ]
  private static let passwords = RolePasswords.logins.map { "CRM_\($0.uppercased())_PASSWORD" }

  /// A sentence for each variable that nothing reads: it may be meant for another program, so it is no failure.
  ///
  /// - Throws: ``Failure`` with code 78 for a value that its setting cannot take.
  static func warnings(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> [String] {
    let known = Setting.all.map(\.variable) + others + passwords
    for setting in Setting.all {
      guard let text = environment[setting.variable], !setting.admits(text) else { continue }
      throw Failure(
        "\(setting.variable) is \"\(text)\"; it must be \(setting.kind.words).",
        code: Failure.misconfigured)
    }
    if let level = environment["CRM_LOG"], Logger.Level(rawValue: level) == nil {
      let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        "CRM_LOG is \"\(level)\"; it must be one of \(levels).", code: Failure.misconfigured)
    }
    return environment.keys.filter { $0.hasPrefix("CRM_") && !known.contains($0) }.sorted().map {
      name in
      let near = known.min { $0.distance(to: name) < $1.distance(to: name) } ?? ""
      return "The variable \(name) is no setting of crm and is ignored; did you mean \(near)?"
    }
  }
}
