/// One piece of a template.
indirect enum TemplatePiece: Sendable {
  /// Written as it stands.
  case bytes([UInt8])
  /// `{{a.b}}`, or `{{{a.b}}}` without escaping; an empty path is what the section stands on.
  case value([String], isEscaped: Bool)
  /// `{{#a.b}}…{{/a.b}}`, or `{{^a.b}}…{{/a.b}}` for what is absent, false or empty.
  case section([String], isInverted: Bool, [TemplatePiece])
  /// `{{>name}}`: another template in this place.
  case partial(String)
  /// `{{<name}}…{{/name}}`: another template with some of its blocks replaced.
  case parent(String, blocks: [String: [TemplatePiece]])
  /// `{{$name}}…{{/name}}`: what stands here unless somebody replaces it.
  case block(String, [TemplatePiece])
}

/// What is wrong with a template's text.
struct TemplateError: Error, CustomStringConvertible {
  let description: String
}

/// Reads the part of Mustache that pages need: values, sections, partials, parents with blocks,
/// and comments.
///
/// A tag other than a value that stands alone on its line takes the line with it.
struct TemplateParser {
  private let source: [UInt8]
  private var index = 0

  static func parse(_ text: String) throws(TemplateError) -> [TemplatePiece] {
    var parser = Self(source: Array(text.utf8))
    return try parser.pieces(until: nil)
  }

  private init(source: [UInt8]) { self.source = source }

  private struct Tag {
    let mark: UInt8
    let name: String
    var path: [String] { name == "." ? [] : name.split(separator: ".").map(String.init) }
  }

  private static let marks = Set("#^/>!<$&{".utf8)

  private mutating func pieces(until name: String?) throws(TemplateError) -> [TemplatePiece] {
    var pieces: [TemplatePiece] = []
    while let tag = try next(&pieces) {
      switch tag.mark {
      case UInt8(ascii: "/"):
        guard tag.name == name else {
          throw TemplateError(description: "{{/\(tag.name)}} closes nothing")
        }
        return pieces
      case UInt8(ascii: "#"), UInt8(ascii: "^"):
        let isInverted = tag.mark == UInt8(ascii: "^")
        let inside = try self.pieces(until: tag.name)
        pieces.append(.section(tag.path, isInverted: isInverted, inside))
      case UInt8(ascii: ">"): pieces.append(.partial(tag.name))
      case UInt8(ascii: "$"): pieces.append(.block(tag.name, try self.pieces(until: tag.name)))
      case UInt8(ascii: "<"):
        pieces.append(.parent(tag.name, blocks: Self.blocks(try self.pieces(until: tag.name))))
      case UInt8(ascii: "!"): break
      case UInt8(ascii: "{"), UInt8(ascii: "&"): pieces.append(.value(tag.path, isEscaped: false))
      default: pieces.append(.value(tag.path, isEscaped: true))
      }
    }
    guard let name else { return pieces }
    throw TemplateError(description: "\(name) is not closed")
  }

  /// What stands between the blocks of a parent is left out.
  private static func blocks(_ pieces: [TemplatePiece]) -> [String: [TemplatePiece]] {
    pieces.reduce(into: [:]) { blocks, piece in
      if case .block(let name, let inside) = piece { blocks[name] = inside }
    }
  }

  /// The next tag; the text before it is added to the pieces.
  private mutating func next(_ pieces: inout [TemplatePiece]) throws(TemplateError) -> Tag? {
    guard let open = position(of: "{{", from: index) else {
      append(index..<source.count, to: &pieces)
      index = source.count
      return nil
    }
    let start = open + 2
    let isTriple = start < source.count && source[start] == UInt8(ascii: "{")
    guard let close = position(of: isTriple ? "}}}" : "}}", from: start) else {
      throw TemplateError(description: "a tag does not end")
    }
    let end = close + (isTriple ? 3 : 2)
    let hasMark = start < close && Self.marks.contains(source[start])
    let name = String(decoding: source[(hasMark ? start + 1 : start)..<close], as: UTF8.self)
    let tag = Tag(mark: hasMark ? source[start] : 0, name: String(name.trimmed))
    guard !tag.name.isEmpty else { throw TemplateError(description: "a tag has no name") }
    if let line = line(around: open..<end, tag) {
      append(index..<line.lowerBound, to: &pieces)
      index = line.upperBound
    } else {
      append(index..<open, to: &pieces)
      index = end
    }
    return tag
  }

  /// The whole line of a tag that stands alone on it.
  private func line(around tag: Range<Int>, _ kind: Tag) -> Range<Int>? {
    guard kind.mark != 0, kind.mark != UInt8(ascii: "{"), kind.mark != UInt8(ascii: "&") else {
      return nil
    }
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let before = source[..<tag.lowerBound].reversed().prefix(while: isBlank).count
    let start = tag.lowerBound - before
    guard start == 0 || source[start - 1] == UInt8(ascii: "\n") else { return nil }
    let end = tag.upperBound + source[tag.upperBound...].prefix(while: isBlank).count
    guard end < source.count else { return start..<end }
    return source[end] == UInt8(ascii: "\n") ? start..<(end + 1) : nil
  }

  private func append(_ range: Range<Int>, to pieces: inout [TemplatePiece]) {
    if !range.isEmpty { pieces.append(.bytes(Array(source[range]))) }
  }

  private func position(of mark: StaticString, from start: Int) -> Int? {
    let letters = Array(mark.description.utf8)
    guard start + letters.count <= source.count else { return nil }
    return (start...(source.count - letters.count)).first { source[$0...].starts(with: letters) }
  }
}
