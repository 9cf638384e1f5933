import Logging

/// One JSON object a line on standard error: instant in UTC, level, message, and fields as strings.
public struct JSONLog: LogHandler {
  /// Fields of every line.
  public var metadata: Logger.Metadata = [:]
  /// Lines of less weight are not written.
  public var logLevel: Logger.Level = .info
  private let label: String
  private let output: LogOutput
  private static let clock = LogClock()

  /// - Parameter label: Is not written; every line is the service's own.
  public init(label: String, output: LogOutput = .standardError) {
    self.label = label
    self.output = output
  }

  /// One field of every line.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line, without waiting for a disk that does not take it.
  public func log(event: LogEvent) {
    var members: [JSON.Member] = [
      .init("at", .string(Self.clock.now)),
      .init("level", .string(event.level.rawValue)),
      .init("message", .string(event.message.description)),
    ]
    let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
      members.append(.init(name, .string("\(value)")))
    }
    var line = JSON.object(members).bytes
    line.append(0x0A)
    output.write(line)
  }
}
