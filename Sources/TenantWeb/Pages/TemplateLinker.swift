internal import TenantStore

/// A template as its module wrote it.
struct ParsedTemplate: Sendable {
  let pieces: [TemplatePiece]
  /// What `{{t.key}}` says in it.
  let texts: Texts
}

/// Puts partials, blocks and texts into a template, so that rendering meets none of them.
struct TemplateLinker {
  /// The name whose paths are keys of the module's texts.
  static let textsName = "t"

  let templates: [String: ParsedTemplate]
  /// The language of the texts; nothing takes the fallback.
  let language: LanguageTag?
  private(set) var problems: [String] = []

  init(_ templates: [String: ParsedTemplate], language: LanguageTag?) {
    self.templates = templates
    self.language = language
  }

  /// The template with nothing but bytes, values and sections.
  mutating func linked(_ name: String) -> [TemplatePiece] {
    template(name, blocks: [:], above: [])
  }

  private mutating func template(
    _ name: String,
    blocks: [String: [TemplatePiece]],
    above: [String]
  ) -> [TemplatePiece] {
    guard let template = templates[name] else {
      problems.append("template \(above.last ?? name): there is no template \(name)")
      return []
    }
    guard !above.contains(name) else {
      problems.append("template \(name): contains itself")
      return []
    }
    return linked(template.pieces, of: template, blocks: blocks, above: above + [name])
  }

  private mutating func linked(
    _ pieces: [TemplatePiece],
    of template: ParsedTemplate,
    blocks: [String: [TemplatePiece]],
    above: [String]
  ) -> [TemplatePiece] {
    var linked: [TemplatePiece] = []
    for piece in pieces {
      switch piece {
      case .bytes: linked.append(piece)
      case .value(let path, let isEscaped):
        guard path.first == Self.textsName else {
          linked.append(piece)
          continue
        }
        linked.append(text(path.dropFirst().joined(separator: "."), template, isEscaped, above))
      case .section(let path, let isInverted, let inside):
        let inside = self.linked(inside, of: template, blocks: blocks, above: above)
        linked.append(.section(path, isInverted: isInverted, inside))
      case .partial(let name): linked += self.template(name, blocks: blocks, above: above)
      case .block(let name, let inside):
        linked += blocks[name] ?? self.linked(inside, of: template, blocks: blocks, above: above)
      case .parent(let name, let own):
        let own = own.mapValues { self.linked($0, of: template, blocks: blocks, above: above) }
        linked += self.template(
          name,
          blocks: own.merging(blocks) { _, outer in outer },
          above: above
        )
      }
    }
    return Self.joined(linked)
  }

  private mutating func text(
    _ key: String,
    _ template: ParsedTemplate,
    _ isEscaped: Bool,
    _ above: [String]
  ) -> TemplatePiece {
    guard let text = template.texts.texts(in: language).written(key) else {
      problems.append("template \(above.last ?? ""): there is no text \(key)")
      return .bytes([])
    }
    return .bytes(isEscaped ? PageEscaping.escaped(text) : Array(text.utf8))
  }

  /// Neighbouring bytes become one piece.
  private static func joined(_ pieces: [TemplatePiece]) -> [TemplatePiece] {
    var joined: [TemplatePiece] = []
    for piece in pieces {
      if case .bytes(let more) = piece, case .bytes(let bytes) = joined.last {
        joined[joined.count - 1] = .bytes(bytes + more)
      } else {
        joined.append(piece)
      }
    }
    return joined
  }
}
