internal import TenantStore
internal import Yams

/// A YAML file with the place of each of its values.
///
/// A restricted YAML: one document of texts, numbers, Booleans, lists and groups of keys. Anchors,
/// aliases, tags and keys that are no texts are refused, so that what stands in the file is what
/// is meant, and a small file stays small. Of plain words only `true` and `false` are Booleans and
/// only what JSON calls a number is one: the language `no` and the telephone number `0571` are texts.
struct YAMLDocument {
  /// The most bytes that a document may have: 256 KiB.
  static let byteLimit = 256 << 10

  /// The file as the person at the command line names it.
  let file: String
  /// The whole document as JSON.
  let json: JSONValue
  private let root: Node

  /// Reads a file's bytes.
  ///
  /// - Throws: ``DocumentProblem`` with line and column of the first thing that is no such YAML.
  init(bytes: [UInt8], file: String) throws(DocumentProblem) {
    self.file = file
    guard bytes.count <= Self.byteLimit else {
      throw DocumentProblem(
        file: file,
        message: "has \(bytes.count) bytes; at most \(Self.byteLimit) are read"
      )
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DocumentProblem(file: file, message: "is not UTF-8; save it as UTF-8")
    }
    guard AliasRule.canBeExpanded(text) else {
      throw DocumentProblem(file: file, message: AliasRule.message)
    }
    do {
      let parser = try Parser(yaml: text)
      guard let root = try parser.singleRoot() else {
        throw DocumentProblem(file: file, message: "is empty; it must begin with tenant: NAME")
      }
      self.root = root
      // Nodes refer weakly to their anchors, which the parser owns.
      json = try withExtendedLifetime(parser) { try NodeReading(file: file).json(root, path: []) }
    } catch let problem as DocumentProblem {
      throw problem
    } catch {
      throw YAMLFault.problem(error, in: file)
    }
  }

  /// A problem at a path; at the nearest place above it when the path itself is missing.
  func problem(at path: [String], _ message: String, atKey: Bool = false) -> DocumentProblem {
    var node = root
    var mark = root.mark
    for (depth, step) in path.enumerated() {
      guard let next = child(step, of: node) else { break }
      let isLast = depth == path.count - 1
      mark = (isLast && atKey ? next.key?.mark : nil) ?? next.value.mark
      node = next.value
    }
    return DocumentProblem(
      file: file,
      line: mark?.line,
      column: mark?.column,
      key: path.isEmpty ? nil : path.joined(separator: "."),
      message: message
    )
  }

  private func child(_ step: String, of node: Node) -> (key: Node?, value: Node)? {
    switch node {
    case .mapping(let mapping):
      mapping.first { $0.key.scalar?.string == step }.map { ($0.key, $0.value) }
    case .sequence(let sequence):
      Int(step).flatMap { sequence.indices.contains($0) ? (nil, sequence[$0]) : nil }
    case .scalar, .alias: nil
    }
  }
}

/// Turns nodes into JSON.
private struct NodeReading {
  let file: String

  func json(_ node: Node, path: [String]) throws(DocumentProblem) -> JSONValue {
    guard node.anchor == nil else { throw place(node, path, AliasRule.message) }
    switch node {
    case .alias: throw place(node, path, AliasRule.message)
    case .scalar(let scalar): return try value(scalar, node, path)
    case .sequence(let sequence):
      var elements: [JSONValue] = []
      for (index, element) in sequence.enumerated() {
        elements.append(try json(element, path: path + ["\(index)"]))
      }
      return .array(elements)
    case .mapping(let mapping):
      var members: [String: JSONValue] = [:]
      for (key, member) in mapping {
        guard let name = key.scalar?.string, key.anchor == nil else {
          throw place(key, path, "has a key that is not a plain text")
        }
        members[name] = try json(member, path: path + [name])
      }
      return .object(members)
    }
  }

  private func value(_ scalar: Node.Scalar, _ node: Node, _ path: [String])
    throws(DocumentProblem) -> JSONValue
  {
    switch scalar.tag {
    // The parser gives quoted texts the tag of a text.
    case Tag(.str): return .string(scalar.string)
    case Tag(.implicit): break
    default: throw place(node, path, "has a tag (!…), which is not read here; remove it")
    }
    guard scalar.style == .plain else { return .string(scalar.string) }
    return PlainScalarRule.value(scalar.string)
  }

  private func place(_ node: Node, _ path: [String], _ message: String) -> DocumentProblem {
    DocumentProblem(
      file: file,
      line: node.mark?.line,
      column: node.mark?.column,
      key: path.isEmpty ? nil : path.joined(separator: "."),
      message: message
    )
  }
}
