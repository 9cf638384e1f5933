extension Client {
  /// How to reach the server and how much to ask of it.
  public struct Configuration: Sendable {
    /// No lane has more connections.
    public static let maximumConnections = Inbox.maximumSeats

    /// A libpq connection string or URI; TLS, several hosts and all else pass through.
    public var conninfo: String
    /// Connections of the general lane, each with one request in flight: 1 to 64.
    public var general: Int
    /// Connections of the fast lane, up to 64; with 0 the general lane serves its requests.
    public var fast: Int
    /// Requests in flight on each connection of the fast lane.
    public var fastDepth: Int
    /// Connections beside the lanes, for COPY and cursors.
    public var dedicated: Int
    /// Requests that may wait in each lane before new ones are refused.
    public var waiting: Int
    /// How long a request may wait for a connection.
    public var wait: Duration
    /// How long the server may be away before requests are refused at once.
    public var outage: Duration
    /// How long a request may take once it is sent, when it does not say otherwise.
    public var deadline: Duration
    /// How long one statement on a dedicated connection may take.
    public var longDeadline: Duration
    /// Whether statements are prepared by name.
    public var preparedStatements: Bool
    /// PgBouncer in transaction mode stands between: nothing is prepared by name, and the settings
    /// of the session travel with each batch.
    public var transactionPooling: Bool
    /// Prepared statements kept on each connection.
    public var preparedLimit: Int
    /// What `pg_stat_activity` shows.
    public var applicationName: String
    /// Where to listen for notifications when `conninfo` leads through PgBouncer.
    public var listenConninfo: String?

    /// Sensible limits for a service on one machine.
    public init(
      conninfo: String, general: Int = 6, fast: Int = 2, fastDepth: Int = 4, dedicated: Int = 8,
      waiting: Int = 4096, wait: Duration = .seconds(5), outage: Duration = .seconds(1),
      deadline: Duration = .seconds(15),
      longDeadline: Duration = .seconds(3600), preparedStatements: Bool = true,
      transactionPooling: Bool = false,
      preparedLimit: Int = 512, applicationName: String = "crm", listenConninfo: String? = nil
    ) {
      self.conninfo = conninfo
      self.general = general
      self.fast = fast
      self.fastDepth = fastDepth
      self.dedicated = dedicated
      self.waiting = waiting
      self.wait = wait
      self.outage = outage
      self.deadline = deadline
      self.longDeadline = longDeadline
      self.preparedStatements = preparedStatements
      self.transactionPooling = transactionPooling
      self.preparedLimit = preparedLimit
      self.applicationName = applicationName
      self.listenConninfo = listenConninfo
    }
  }

  /// Which connections serve a request.
  public enum Lane: Sendable, Hashable {
    /// One request in flight on each connection: for everything.
    case general
    /// Many in flight: for reads by key, never for anything slow and never for writes.
    case fast
  }
}
