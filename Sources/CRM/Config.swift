import Postgres

/// Everything the service can be told, with the values it takes when it is told nothing.
public struct Config: Sendable {
  /// The database as a libpq connection string or `postgres://` URI, as `crm_service`.
  public var database: String
  /// The address to listen on.
  public var host = "127.0.0.1"
  /// The port to listen on; with 0 the system chooses one.
  public var port = 8080
  /// The address of the administrators' listener, which tells figures and health to whoever asks there.
  public var adminHost = "127.0.0.1"
  /// The port of the administrators' listener; nil for none, with 0 the system chooses one.
  public var adminPort: Int?
  /// Connections for ordinary work, one request at a time each.
  public var connections = 6
  /// Connections for single-statement reads by key.
  public var fastConnections = 2
  /// Requests that may wait for a connection; more are answered 503.
  public var waiting = 4096
  /// How long a request may wait for a connection; after that it is answered 503.
  public var wait = Duration.seconds(5)
  /// How long a request may take in the database.
  public var deadline = Duration.seconds(15)
  /// Open connections of clients; more wait to be accepted.
  public var clients = 4096
  /// How long a client's connection may stay without a request.
  public var idle = Duration.seconds(60)
  /// How long a client may take to send a body, but for files.
  public var bodyDeadline = Duration.seconds(30)
  /// How long a client may take to send a file.
  public var fileDeadline = Duration.seconds(1800)
  /// A file larger than this is refused; in bytes.
  public var fileSize = 100 << 20
  /// Media ranges of the files that are taken.
  public var fileTypes = ["*/*"]
  /// Media ranges of files that are not taken all the same.
  public var refusedFileTypes = [
    "application/vnd.microsoft.portable-executable", "application/x-msdownload",
    "application/x-executable", "application/x-mach-binary",
  ]
  /// Addresses and domains of e-mail that are ours, beside the addresses of our accounts.
  public var ownMail: [String] = []
  /// Where notifications go out by e-mail; nil for nowhere.
  public var smtp: SMTPServer?
  /// How long a file may stand still on its way.
  public var filePause = Duration.seconds(10)
  /// How long requests are still accepted after `/readyz` has begun to answer 503, so that load
  /// balancers notice.
  public var notice = Duration.zero
  /// How long open requests are awaited when the service stops.
  public var shutdown = Duration.seconds(20)
  /// How many jobs the service does at once beside requests; with 0 it leaves them to `crm work`.
  public var jobs = 2
  /// Whether statements are prepared; off behind PgBouncer in transaction mode.
  public var preparedStatements = true
  /// Signs cursors and keys digests of bodies that hold passwords; the same on every node. Random where it is not
  /// told, so that cursors, and idempotency keys of such bodies, end with the process.
  public var secret = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
  /// The origins that a browser may call from, besides our own.
  public var origins: [String] = []
  /// Addresses of proxies whose `X-Forwarded-For` is believed.
  public var proxies: [String] = []
  /// Takes the lines of the request log; nil for standard error, at the log's level `info`.
  public var requestLog: (@Sendable ([UInt8]) -> Void)?
  /// Is called once with the port, when the service listens.
  public var ready: @Sendable (Int) -> Void = { _ in }
  /// Is called once with the port of the administrators' listener, when it listens.
  public var adminReady: @Sendable (Int) -> Void = { _ in }
  /// Reads what PostgreSQL says of the tables, at start and whenever they have changed.
  public var catalogue = Catalogue.loading
  /// Where `sql` lies; it says which schema version this release needs.
  public var files: SQLFiles

  /// Takes what has no default.
  public init(database: String, files: SQLFiles) {
    self.database = database
    self.files = files
  }
}

extension Config {
  /// How the pools of the service reach the database.
  var client: Client.Configuration {
    var settings = Client.Configuration(conninfo: database)
    settings.general = connections
    settings.fast = fastConnections
    settings.waiting = waiting
    settings.wait = wait
    settings.deadline = deadline
    settings.transactionPooling = !preparedStatements
    return settings
  }
}
