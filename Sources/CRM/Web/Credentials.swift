import HTTPTypes
import Hummingbird

extension RequestReading {
  /// SHA-256 of the bearer token, or of the browser's cookie where there is none.
  ///
  /// - Throws: a 403 when a browser sends the cookie from a foreign page.
  func tokenHash() throws -> String? {
    if let header = request.headers[.authorization] {
      let (scheme, token) = (header.utf8.prefix(7), header.utf8.dropFirst(7))
      guard scheme.elementsEqual("Bearer ".utf8) || Substring(scheme).lowercased() == "bearer "
      else { return nil }
      return Digest.sha256(token)
    }
    guard let cookie = cookie("__Host-crm") else { return nil }
    try checkOrigin()
    return Digest.sha256(cookie.utf8)
  }

  private func cookie(_ name: String) -> Substring? {
    guard let header = request.headers[.cookie] else { return nil }
    return header.split(separator: ";").lazy.compactMap { pair -> Substring? in
      let bare = pair.drop { $0 == " " }
      return bare.hasPrefix("\(name)=") ? bare.dropFirst(name.count + 1) : nil
    }.first
  }

  /// Unsafe methods with a cookie come from our own pages only (OWASP: verifying origin).
  private func checkOrigin() throws {
    guard request.method != .get, request.method != .head else { return }
    guard page == .own else { throw Problem.foreignOrigin }
  }

  /// Which page has sent the request, as far as a browser says (RFC 6454, Fetch Metadata).
  var page: Call.Page {
    if let origin = request.headers[.origin] {
      let own = request.head.authority.map { ["https://\($0)", "http://\($0)"] } ?? []
      return own.contains(origin) || origins.contains(origin) ? .own : .foreign
    }
    let site = HTTPField.Name.secFetchSite.flatMap { request.headers[$0] }
    guard let site else { return .none }
    return ["same-origin", "none"].contains(site) ? .own : .foreign
  }
}

extension HTTPField.Name {
  static let secFetchSite = Self(parsed: "sec-fetch-site")
}

extension Problem {
  /// 403: a browser lets a page of somebody else act here.
  static var foreignOrigin: Problem {
    Problem(
      403, "foreign_origin", Text("Foreign page", ru: "Чужая страница"),
      detail: Text(
        "A browser may change data only from this service's own pages.",
        ru: "Изменять данные из браузера можно только со страниц этой службы."))
  }
}
