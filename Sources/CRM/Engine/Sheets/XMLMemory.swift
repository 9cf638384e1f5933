import CExpat
import Foundation

/// What the parser of one part holds: names, nesting and unfinished tags are in it, so that no file makes it grow.
final class XMLMemory {
  private let limit: Int
  private var held = 0
  private(set) var isExhausted = false

  init(limit: Int) { self.limit = limit }

  /// Runs a parser that this memory is for.
  func counting<Value>(_ work: () throws -> Value) rethrows -> Value {
    pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque())
    defer { pthread_setspecific(Self.key, nil) }
    return try work()
  }

  /// The functions of the parser know nothing of who calls them; it is the one that runs on their thread.
  static var suite: XML_Memory_Handling_Suite {
    XML_Memory_Handling_Suite(
      malloc_fcn: { XMLMemory.resize(nil, $0) },
      realloc_fcn: { XMLMemory.resize($0, $1) },
      free_fcn: { place in
        XMLMemory.current?.held -= malloc_usable_size(place)
        free(place)
      })
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  private static var current: XMLMemory? {
    pthread_getspecific(key).map { Unmanaged<XMLMemory>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func resize(
    _ place: UnsafeMutableRawPointer?, _ size: Int
  ) -> UnsafeMutableRawPointer? {
    guard let memory = current else { return realloc(place, size) }
    let before = malloc_usable_size(place)
    guard memory.held - before + size <= memory.limit else {
      memory.isExhausted = true
      return nil
    }
    let moved = realloc(place, size)
    if let moved { memory.held += malloc_usable_size(moved) - before }
    return moved
  }
}
