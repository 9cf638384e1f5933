import Foundation

/// The address the service is about to listen on.
enum ListenAddress {
  /// Tries the address before anything slow is started.
  ///
  /// - Throws: ``Failure`` that says what is wrong with it and what to do.
  static func check(host: String, port: Int) throws {
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
      throw Failure("\(host) is no address of this machine.", code: Failure.misconfigured)
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(found.pointee.ai_family, found.pointee.ai_socktype, 0)
    defer { close(descriptor) }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    if bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0,
      listen(descriptor, 1) == 0
    {
      return
    }
    throw Failure(reason(errno, host, port))
  }

  private static func reason(_ code: Int32, _ host: String, _ port: Int) -> String {
    switch code {
    case EADDRINUSE:
      "Port \(port) is taken by another program (see: ss -ltnp 'sport = :\(port)'). "
        + "Stop it or choose another: --port \(port + 1)"
    case EACCES: "Port \(port) needs privileges. Choose one above 1023: --port 8080"
    case EADDRNOTAVAIL: "\(host) is no address of this machine. Choose another: --host 127.0.0.1"
    default: "\(host):\(port) cannot be listened on: \(String(cString: strerror(code)))"
    }
  }
}
