import Foundation

/// The memory this process has in RAM, in bytes.
func residentMemory() throws -> Int {
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
    return Int(line.split(separator: " ")[1]).map { $0 * 1024 } ?? 0
  }
  return 0
}

/// Notes how far the memory grows above what it was at the beginning.
struct MemoryWatch {
  private let start: Int
  private(set) var growth = 0

  init() throws {
    start = try residentMemory()
  }

  mutating func look() throws {
    growth = max(growth, try residentMemory() - start)
  }
}
