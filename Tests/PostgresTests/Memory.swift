import Foundation
import Testing

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

/// Expects the memory to grow by less than 100 MB while the body runs.
///
/// Other tests run in the same process: what they need at that moment is not ours, so that the body
/// gets three tries.
func inConstantMemory(_ body: (inout MemoryWatch) async throws -> Void) async throws {
  let limit = 100 << 20
  var growths: [Int] = []
  while growths.count < 3, growths.last ?? .max >= limit {
    var watch = try MemoryWatch()
    try await body(&watch)
    growths.append(watch.growth)
  }
  #expect(growths.last ?? 0 < limit)
}
