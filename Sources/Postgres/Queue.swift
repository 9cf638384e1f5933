/// First in, first out; its storage is used again and again.
struct Queue<Element> {
  private var storage: [Element?] = []
  private var head = 0

  var count: Int { storage.count - head }
  var isEmpty: Bool { head == storage.count }

  /// The oldest element, to read or to change.
  var first: Element? {
    get { isEmpty ? nil : storage[head] }
    _modify {
      precondition(!isEmpty, "changed the first of nothing")
      yield &storage[head]
    }
  }

  mutating func append(_ element: Element) {
    storage.append(element)
  }

  mutating func removeFirst() -> Element? {
    guard !isEmpty else { return nil }
    let element = storage[head]
    storage[head] = nil
    head += 1
    if head == storage.count {
      storage.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 64 && head * 2 > storage.count {
      storage.removeFirst(head)
      head = 0
    }
    return element
  }

  /// All elements, oldest first.
  var all: some Sequence<Element> { storage[head...].lazy.compactMap { $0 } }

  /// Takes out all that do not satisfy the condition.
  mutating func removeAll(where condition: (Element) -> Bool) -> [Element] {
    var removed: [Element] = []
    var kept: [Element?] = []
    while let element = removeFirst() {
      if condition(element) { removed.append(element) } else { kept.append(element) }
    }
    storage = kept
    head = 0
    return removed
  }
}
