internal import HTTPTypes
internal import TenantStore

/// A file that came with a form.
public struct UploadedFile: Sendable {
  /// The name of the field.
  public let field: String
  /// The file's name on the visitor's machine, without folders; for people to read only.
  public let name: String
  /// What the file holds.
  public let bytes: [UInt8]
}

/// Takes `multipart/form-data` (RFC 7578) apart.
package enum MultipartForm {
  /// The most parts of a form.
  private static let partLimit = 200
  /// The most bytes of what stands above a part.
  private static let headLimit = 4 << 10

  /// The fields and files of a body, in their order; a file field that was left empty is no file.
  ///
  /// - Throws: ``WebRefusal/Code/requestMalformed`` when it is not written as it should be.
  package static func parts(of body: [UInt8], boundary: String) throws(WebRefusal) -> (
    fields: [(name: String, value: String)], files: [UploadedFile]
  ) {
    var fields: [(name: String, value: String)] = []
    var files: [UploadedFile] = []
    for part in try pieces(of: body, boundary: boundary) {
      let (head, content) = try split(part)
      guard let line = disposition(head), let name = value("name", in: line) else {
        throw malformed("a part without a name")
      }
      if let file = value("filename", in: line) {
        let plain = file.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        guard !plain.isEmpty || !content.isEmpty else { continue }
        files.append(UploadedFile(field: name, name: plain, bytes: Array(content)))
      } else {
        guard let text = String(validating: content, as: UTF8.self) else {
          throw malformed("not UTF-8 text")
        }
        fields.append((name, text))
      }
    }
    return (fields, files)
  }

  /// The boundary that a media type names.
  package static func boundary(of contentType: String) -> String? {
    for part in contentType.split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, pair[0].trimmed.lowercased() == "boundary" else { continue }
      let text = pair[1].trimmed
      let bare = text.hasPrefix("\"") && text.hasSuffix("\"") ? text.dropFirst().dropLast() : text
      return (1...70).contains(bare.utf8.count) ? String(bare) : nil
    }
    return nil
  }

  /// What stands between the boundaries.
  private static func pieces(of body: [UInt8], boundary: String) throws(WebRefusal) -> [ArraySlice<
    UInt8
  >] {
    let mark = Array("--\(boundary)".utf8)
    guard body.starts(with: mark) else { throw malformed("no boundary at its beginning") }
    let delimiter = Array("\r\n".utf8) + mark
    var pieces: [ArraySlice<UInt8>] = []
    var place = mark.count
    while true {
      // Two hyphens behind a boundary end the form.
      if body[place...].starts(with: [0x2D, 0x2D]) { return pieces }
      guard body[place...].starts(with: [0x0D, 0x0A]), pieces.count < partLimit,
        let end = position(of: delimiter, in: body, from: place)
      else { throw malformed("a part without an end, or too many parts") }
      pieces.append(body[min(place + 2, end)..<end])
      place = end + delimiter.count
    }
  }

  private static func position(of wanted: [UInt8], in body: [UInt8], from start: Int) -> Int? {
    var place = start
    while place + wanted.count <= body.count {
      var length = 0
      while length < wanted.count, body[place + length] == wanted[length] { length += 1 }
      if length == wanted.count { return place }
      place += 1
    }
    return nil
  }

  /// The lines above the empty one, and what is below it.
  private static func split(_ part: ArraySlice<UInt8>) throws(WebRefusal) -> (
    head: String, content: ArraySlice<UInt8>
  ) {
    let blank = Array("\r\n\r\n".utf8)
    let top = part.prefix(headLimit)
    var place = top.startIndex
    while place + blank.count <= top.endIndex {
      if top[place..<place + blank.count].elementsEqual(blank) {
        guard let head = String(validating: top[..<place], as: UTF8.self) else { break }
        return (head, part[(place + blank.count)...])
      }
      place += 1
    }
    throw malformed("a part without a head")
  }

  private static func disposition(_ head: String) -> String? {
    head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
      .map(String.init)
  }

  /// A quoted value of the disposition, in which browsers write quotes and line ends as `%22` and so on.
  private static func value(_ name: String, in disposition: String) -> String? {
    guard let start = disposition.firstRange(of: "; \(name)=\"") else { return nil }
    let rest = disposition[start.upperBound...]
    guard let end = rest.firstIndex(of: "\"") else { return nil }
    return String(rest[..<end]).replacing("%22", with: "\"").replacing("%0D", with: "\r")
      .replacing("%0A", with: "\n")
  }

  private static func malformed(_ reason: String) -> WebRefusal {
    WebRefusal(.requestMalformed, details: ["reason": .string("multipart form: \(reason)")])
  }
}
