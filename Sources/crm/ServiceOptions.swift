import ArgumentParser
import CRM
import Configuration
import Foundation
import Logging

/// Where the product's SQL lies.
struct SQLOption: ParsableArguments {
  @Option(
    name: .customLong("sql"),
    help: ArgumentHelp(
      "The directory of migrations and seeds (CRM_SQL).",
      discussion: "Otherwise ../share/crm/sql beside the program, or the repository's sql.",
      valueName: "directory"))
  var directory: String?

  /// The files, from the option, the environment or beside the program.
  func files() throws -> SQLFiles {
    let named = directory ?? ProcessInfo.processInfo.environment["CRM_SQL"]
    return try named.map { SQLFiles(directory: $0) } ?? SQLFiles.find()
  }
}

/// What `serve` and `up` are told; every option also has a place in the file and the environment.
struct ServiceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The address to listen on (CRM_HOST).", valueName: "address"))
  var host: String?

  @Option(help: "The port to listen on (CRM_PORT); 8080 unless said otherwise, 0 for a free one.")
  var port: Int?

  @Option(
    help: ArgumentHelp(
      "A JSON file of settings; deploy/crm.json shows them all.", valueName: "file"))
  var config: String?

  @OptionGroup var sql: SQLOption

  /// The settings: options, then CRM_… variables, then the file, then the defaults.
  ///
  /// - Throws: ``Failure`` with code 78 that names the setting.
  func read(database: String?) async throws -> Config {
    for warning in try SettingsEnvironment.warnings() { Logger.service.warning("\(warning)") }
    let reader = try await reader()
    guard let database = database ?? reader.string(forKey: "database", isSecret: true) else {
      throw Failure(
        "No database is named. Give --database, CRM_DATABASE or \"database\" in the file of "
          + "--config; or run `crm up`, which brings its own.", code: Failure.misconfigured)
    }
    let files = try reader.string(forKey: "sql").map { SQLFiles(directory: $0) } ?? sql.files()
    var config = Config(database: database, files: sql.directory == nil ? files : try sql.files())
    config.host = host ?? reader.string(forKey: "host", default: config.host)
    config.port = port ?? reader.int(forKey: "port", default: config.port)
    guard Setting.port.contains(config.port) else {
      throw Failure(
        "The port is \(config.port); it must lie within \(Setting.port.lowerBound) and "
          + "\(Setting.port.upperBound).", code: Failure.misconfigured)
    }
    readLimits(&config, reader)
    config.smtp = try smtp(reader)
    guard config.jobs < config.connections || config.jobs == 0 else {
      throw Failure(
        "There are \(config.jobs) jobs at once and \(config.connections) general connections; each job holds one "
          + "and they share another, so jobs must be less than pool.general.",
        code: Failure.misconfigured)
    }
    return config
  }

  private func reader() async throws -> ConfigReader {
    let environment = EnvironmentVariablesProvider().prefixKeys(with: "crm")
    let path = config ?? ProcessInfo.processInfo.environment["CRM_CONFIG"]
    guard let path else { return ConfigReader(providers: [environment]) }
    try SettingsFile(path: path).judge()
    do {
      let file = try await FileProvider<JSONSnapshot>(
        config: ConfigReader(
          provider: InMemoryProvider(values: ["filePath": .init(stringLiteral: path)])))
      return ConfigReader(providers: [environment, file])
    } catch {
      throw Failure("The settings in \(path) cannot be read: \(error)", code: Failure.misconfigured)
    }
  }

  /// The mail server, where one is named.
  private func smtp(_ reader: ConfigReader) throws -> SMTPServer? {
    guard let host = reader.string(forKey: "smtp.host"), !host.isEmpty else { return nil }
    guard let sender = reader.string(forKey: "smtp.sender"), sender.contains("@") else {
      throw Failure(
        "With smtp.host the address that letters come from is needed: smtp.sender, such as crm@example.org.",
        code: Failure.misconfigured)
    }
    var server = SMTPServer(host: host, sender: sender)
    server.port = reader.int(forKey: "smtp.port", default: server.port)
    let security = reader.string(forKey: "smtp.security", default: server.security.rawValue)
    guard let known = SMTPServer.Security(rawValue: security) else {
      let all = SMTPServer.Security.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        "smtp.security is \"\(security)\"; it must be one of \(all).", code: Failure.misconfigured)
    }
    server.security = known
    let user = reader.string(forKey: "smtp.user", default: "")
    server.user = user.isEmpty ? nil : user
    server.password = reader.string(forKey: "smtp.password", isSecret: true)
    return server
  }

  private func readLimits(_ config: inout Config, _ reader: ConfigReader) {
    config.connections = reader.int(forKey: "pool.general", default: config.connections)
    config.fastConnections = reader.int(forKey: "pool.fast", default: config.fastConnections)
    config.waiting = reader.int(forKey: "pool.waiting", default: config.waiting)
    let seconds = { (key: ConfigKey) in reader.int(forKey: key).map { Duration.seconds($0) } }
    config.deadline = seconds("deadline") ?? config.deadline
    config.shutdown = seconds("shutdown") ?? config.shutdown
    config.idle = seconds("idle") ?? config.idle
    config.fileDeadline = seconds("file.deadline") ?? config.fileDeadline
    config.fileSize = reader.int(forKey: "file.size").map { $0 << 20 } ?? config.fileSize
    config.fileTypes = reader.stringArray(forKey: "file.types", default: config.fileTypes)
    config.refusedFileTypes = reader.stringArray(
      forKey: "file.refused", default: config.refusedFileTypes)
    config.ownMail = reader.stringArray(forKey: "mail.own", default: config.ownMail)
    config.notice = seconds("notice") ?? config.notice
    config.preparedStatements = reader.bool(
      forKey: "prepared", default: config.preparedStatements)
    config.origins = reader.stringArray(forKey: "origins", default: config.origins)
    config.proxies = reader.stringArray(forKey: "proxies", default: config.proxies)
    config.adminHost = reader.string(forKey: "admin.host", default: config.adminHost)
    config.adminPort = reader.int(forKey: "admin.port")
    config.jobs = reader.int(forKey: "jobs", default: config.jobs)
    config.clients = reader.int(forKey: "clients", default: config.clients)
    if let secret = reader.string(forKey: "secret", isSecret: true) {
      config.secret = Digest.sha256Bytes(Array(secret.utf8))
    }
  }
}
