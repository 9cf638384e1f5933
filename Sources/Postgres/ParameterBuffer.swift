import Glibc

/// The binds of one statement as C strings, in memory that is used again.
struct ParameterBuffer: ~Copyable {
  private var bytes: UnsafeMutableRawBufferPointer
  private var pointers: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>
  private var oids: UnsafeMutableBufferPointer<UInt32>
  private(set) var count = 0

  init() {
    bytes = .allocate(byteCount: 4096, alignment: 16)
    pointers = .allocate(capacity: 64)
    oids = .allocate(capacity: 64)
    pointers.initialize(repeating: nil)
    oids.initialize(repeating: 0)
  }

  deinit {
    bytes.deallocate()
    pointers.deallocate()
    oids.deallocate()
  }

  var values: UnsafePointer<UnsafePointer<CChar>?>? { UnsafePointer(pointers.baseAddress) }
  var types: UnsafePointer<UInt32>? { UnsafePointer(oids.baseAddress) }

  /// Writes the values out, each with its final NUL.
  mutating func load(_ binds: [Bind]) {
    count = binds.count
    reserve(binds)
    var offset = 0
    for (place, bind) in binds.enumerated() {
      oids[place] = bind.type
      guard var text = bind.text else {
        pointers[place] = nil
        continue
      }
      let target = UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
      let length = text.withUTF8 { source in
        target.copyMemory(from: UnsafeRawBufferPointer(source))
        return source.count
      }
      target[length] = 0
      pointers[place] = UnsafePointer(target.baseAddress?.assumingMemoryBound(to: CChar.self))
      offset += length + 1
    }
  }

  private mutating func reserve(_ binds: [Bind]) {
    if binds.count > pointers.count {
      pointers.deallocate()
      oids.deallocate()
      pointers = .allocate(capacity: binds.count * 2)
      oids = .allocate(capacity: binds.count * 2)
      pointers.initialize(repeating: nil)
      oids.initialize(repeating: 0)
    }
    let needed = binds.reduce(0) { $0 + ($1.text?.utf8.count ?? 0) + 1 }
    let isWasteful = bytes.count > 1 << 20 && needed < 1 << 16
    if needed > bytes.count || isWasteful {
      bytes.deallocate()
      bytes = .allocate(byteCount: max(needed * 2, 4096), alignment: 16)
    }
  }
}
