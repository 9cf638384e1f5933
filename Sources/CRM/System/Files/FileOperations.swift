/// What may be done with files over HTTP beyond what every resource has.
struct FileOperations: Sendable {
  let engine: Engine
  let store: FileStore
  let rules: FileRules

  /// - Throws: ``Catalogue/Missing`` where a resource has no table.
  func operations() throws -> [Operation] {
    [create, replace, download, versions, link, FileSearch(engine: engine).operation]
      + (try engine.model.resources.filter { try !engine.model.table(of: $0).isView }.map(links))
  }

  private static let raw: [String: JSON] = ["*/*": ["type": "string", "format": "binary"]]
  private static let file = Operation.json(Resource.files.schema())

  private var create: Operation {
    Operation(
      "files.upload", .put, "/files",
      Text("Send a file as the raw body", ru: "Передать файл телом запроса"),
      access: .permission(FileStore.permission), parameters: [.fileName] + Self.sent,
      request: Self.raw, responses: [201: Self.file], headers: [201: ["ETag", "Location"]],
      problems: [415, 422], maximumBody: rules.size, streams: true,
      answer: FileUpload(engine: engine, store: store, rules: rules).create)
  }

  private var replace: Operation {
    Operation(
      "files.replace", .put, "/files/{id}/content",
      Text("Send the next version of a file", ru: "Передать следующую версию файла"),
      access: .permission(Permission("files", "update")),
      parameters: [.recordID, .ifMatch, .fileName] + Self.sent, request: Self.raw,
      responses: [200: Self.file], headers: [200: ["ETag"]], maximumBody: rules.size,
      streams: true, answer: FileUpload(engine: engine, store: store, rules: rules).replace)
  }

  private var download: Operation {
    let headers = ["ETag", "Content-Disposition", "Repr-Digest", "Accept-Ranges"]
    return Operation(
      "files.download", .get, "/files/{id}/content",
      Text("The bytes of a file, or a part of them", ru: "Байты файла или их часть"),
      access: .signedIn, parameters: [.recordID, .fileVersion, .ifNoneMatch] + Self.parts,
      responses: [200: Self.raw, 206: Self.raw, 304: [:]],
      headers: [200: headers, 206: headers + ["Content-Range"], 304: ["ETag"]], problems: [416],
      answer: FileDownload(store: store).answer)
  }

  private var versions: Operation {
    Operation(
      "files.versions", .get, "/files/{id}/versions",
      Text("The versions of a file", ru: "Версии файла"), access: .signedIn,
      parameters: [.recordID] + Operation.parameters(ofList: .fileVersions),
      responses: [200: Operation.json(Resource.fileVersions.schema("Page"))],
      answer: RecordFiles(engine: engine).versions)
  }

  private var link: Operation {
    Operation(
      "file_links.link", .post, "/file-links",
      Text("Put a file to a record", ru: "Связать файл с записью"),
      access: .permission(Permission("file_links", "create")), parameters: [.idempotencyKey],
      request: Operation.json(FileLinking.schema),
      responses: [201: Operation.json(Resource.fileLinks.schema())],
      headers: [201: ["ETag", "Location"]], answer: FileLinking(engine: engine).answer)
  }

  /// Of every resource whose records are kept.
  private func links(_ resource: Resource) -> Operation {
    Operation(
      "\(resource.key).files", .get, "/\(resource.name)/{id}/files",
      Text("Files of one of \(resource.name)", ru: "Файлы: \(resource.name)"),
      access: resource.isOpen ? .signedIn : .permission(Permission(resource.key, "read")),
      parameters: [.recordID] + Operation.parameters(ofList: .fileLinks),
      responses: [200: Operation.json(Resource.fileLinks.schema("Page"))]
    ) { try await RecordFiles(engine: engine).links(of: resource, $0) }
  }

  private static let sent: [Operation.Parameter] = [
    .init(
      "Content-Disposition", in: "header", ["type": "string"],
      Text(
        "attachment; filename*=UTF-8''… names the file where the query does not.",
        ru: "attachment; filename*=UTF-8''… называет файл, если имени нет в адресе.")),
    .init(
      "Content-Digest", in: "header", ["type": "string"],
      Text(
        "sha-256=:…:, refused where other bytes come.",
        ru: "sha-256=:…:, при других байтах — отказ.")),
    .init(
      "Repr-Digest", in: "header", ["type": "string"],
      Text("The same as Content-Digest.", ru: "То же, что Content-Digest.")),
  ]

  private static let parts: [Operation.Parameter] = [
    .init(
      "Range", in: "header", ["type": "string"],
      Text("bytes=0-1023: only these.", ru: "bytes=0-1023: только эти.")),
    .init(
      "If-Range", in: "header", ["type": "string"],
      Text(
        "The ETag of which a part is wanted; else the whole is sent.",
        ru: "ETag, часть которого нужна; иначе передаётся всё.")),
  ]
}

extension Operation.Parameter {
  fileprivate static let fileName = Self(
    "name", in: "query", ["type": "string", "maxLength": 255],
    Text("The file's name.", ru: "Имя файла."))

  fileprivate static let fileVersion = Self(
    "version", in: "query", ["type": "integer", "minimum": 1],
    Text("Which version; the last unless it is said.", ru: "Какая версия; иначе последняя."))
}
