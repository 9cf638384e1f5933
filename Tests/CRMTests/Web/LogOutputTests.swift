import Foundation
import Logging
import Support
import Synchronization
import Testing

@testable import CRM

@Suite struct `A log` {
  @Test func `outlives a full disk and says how many lines it lacks`() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let output = LogOutput(descriptor: descriptor)
    var logger = Logger(label: "test") { JSONLog(label: $0, output: output) }
    logger.logLevel = .info
    logger.error("One")
    output.write(Array("{}\n{}\n".utf8))
    // There is room again.
    let path = NSTemporaryDirectory() + "log-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = open(path, O_WRONLY | O_CREAT, 0o600)
    try #require(file >= 0 && dup2(file, descriptor) == descriptor)
    close(file)
    logger.error("Two")
    logger.error("Three")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let told = try lines.map { try JSONParser.parse(Array($0.utf8)) }
    #expect(told.map { $0["dropped"]?.int } == [3, nil, nil])
    #expect(told.dropFirst().map { $0["message"]?.string } == ["Two", "Three"])
  }

  @Test func `of requests keeps 8 MiB for a disk that does not keep up`() throws {
    let written = Mutex<[UInt8]>([])
    let isHeld = DispatchSemaphore(value: 0)
    let log = RequestLog { bytes in
      isHeld.wait()
      written.withLock { $0 += bytes }
      isHeld.signal()
    }
    let line = RequestLog.Line(
      requestID: String(repeating: "x", count: 1000), trace: nil, account: nil, route: nil,
      status: 200, duration: .zero, isCut: false)
    for _ in 0..<20_000 { log.append(line) }
    isHeld.signal()
    log.flush()
    let text = written.withLock { String(decoding: $0, as: UTF8.self) }
    let lines = text.split(separator: "\n")
    #expect(text.utf8.count <= 2 * RequestLog.room + 1000)
    let dropped = try lines.map { try JSONParser.parse(Array($0.utf8)) }
      .compactMap { $0["dropped"]?.int }.reduce(0, +)
    #expect(dropped > 0)
    #expect(lines.filter { $0.contains("\"request\"") }.count + dropped == 20_000)
  }
}
