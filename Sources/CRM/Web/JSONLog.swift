import Logging

/// One JSON object a line on standard error: instant in UTC, level, message, and fields as strings.
public struct JSONLog: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level = .info
  private let label: String
  private let output: LogOutput
  private static let clock = LogClock()

  public init(label: String, output: LogOutput = .standardError) {
    self.label = label
    self.output = output
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

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
