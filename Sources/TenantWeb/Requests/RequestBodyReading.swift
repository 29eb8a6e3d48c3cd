internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import TenantStore

/// Reads a body within its limit and holds it to what the route takes.
enum RequestBodyReading {
  /// The body's bytes.
  ///
  /// - Parameters:
  ///   - request: What is read.
  ///   - limit: The most bytes that it may have.
  ///   - room: Where its bytes have to find room; whoever called gives it back.
  /// - Returns: The bytes.
  /// - Throws: A refusal when it is too large: by its announced length before anything is read,
  ///   else as soon as the limit is passed, or there is no room for more.
  static func bytes(of request: Request, limit: Int, in room: UploadRoom? = nil) async throws
    -> [UInt8]
  {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw tooLarge(limit)
    }
    var bytes: [UInt8] = []
    do {
      for try await chunk in request.body {
        let count = chunk.readableBytes
        guard bytes.count + count <= limit else { throw tooLarge(limit) }
        guard room?.take(count) ?? true else { throw WebRefusal(.uploadsFull) }
        bytes.append(contentsOf: chunk.readableBytesView)
      }
    } catch {
      room?.giveBack(bytes.count)
      throw error
    }
    return bytes
  }

  /// The fields and files of a form; checks a JSON body against its schema.
  static func form(_ body: [UInt8], for route: Route, headers: HTTPFields) throws -> (
    fields: RequestFields, files: [UploadedFile]
  ) {
    let nothing = (RequestFields(.form, []), [UploadedFile]())
    switch route.body {
    case nil: return nothing
    case .form:
      try check(headers, is: "application/x-www-form-urlencoded", body)
      guard let text = String(validating: body, as: UTF8.self) else {
        throw WebRefusal(.requestMalformed, details: ["reason": "not UTF-8 text"])
      }
      return (RequestFields(.form, try QueryText.fields(text)), [])
    case .upload:
      try check(headers, is: "multipart/form-data", body)
      guard !body.isEmpty else { return nothing }
      guard let boundary = headers[.contentType].flatMap(MultipartForm.boundary) else {
        throw WebRefusal(.requestMalformed, details: ["reason": "no boundary"])
      }
      let parts = try MultipartForm.parts(of: body, boundary: boundary)
      return (RequestFields(.form, parts.fields), parts.files)
    case .json(let schema):
      try check(headers, is: "application/json", body)
      let value = try JSONReader.read(body)
      let problems = schema.problems(in: value)
      guard problems.isEmpty else { throw WebRefusal.invalid(problems) }
      return nothing
    }
  }

  private static func check(_ headers: HTTPFields, is type: String, _ body: [UInt8]) throws {
    let given = headers[.contentType]?.split(separator: ";").first.map { $0.trimmed.lowercased() }
    guard given == type || (given == nil && body.isEmpty) else {
      throw WebRefusal(.mediaTypeUnsupported, details: ["expected": .string(type)])
    }
  }

  private static func tooLarge(_ limit: Int) -> WebRefusal {
    WebRefusal(.bodyTooLarge, details: ["limit_bytes": .integer(Int64(limit))])
  }
}

extension Route {
  /// Whether its body holds files.
  var takesFiles: Bool { if case .upload = body { true } else { false } }

  /// The most bytes of a body: the usual, or more where the document allows a longer text or a file.
  func bodyLimit(usual: Int) -> Int {
    switch body {
    case .json(let schema):
      let room = 1 << 12  // For the names and signs around the text.
      return max(usual, schema.longestText + room)
    case .upload(let limit): return max(usual, limit)
    case .form, nil: return usual
    }
  }
}

extension Schema {
  /// The most characters of one text in a value, wherever it stands.
  fileprivate var longestText: Int {
    switch kind {
    case .object(let properties): properties.map(\.schema.longestText).max() ?? 0
    case .array(let element, _): element.longestText
    case .string(let length, _): length.upperBound
    case .named(_, let schema): schema.longestText
    case .choice, .integer, .number, .boolean, .anything: 0
    }
  }
}
