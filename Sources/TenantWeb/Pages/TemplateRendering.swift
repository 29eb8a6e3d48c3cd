/// Writes a linked template with the values of a view.
struct TemplateRendering {
  private(set) var output: [UInt8] = []
  /// What names are looked for in, the innermost section last.
  private var stack: [View.Content]

  /// Most pages are smaller, so that the buffer seldom grows.
  private static let usualPage = 48 << 10

  static func page(_ pieces: [TemplatePiece], _ view: View) -> [UInt8] {
    var rendering = Self(stack: [.view(view)])
    rendering.output.reserveCapacity(usualPage)
    rendering.write(pieces)
    return rendering.output
  }

  private init(stack: [View.Content]) { self.stack = stack }

  private mutating func write(_ pieces: [TemplatePiece]) {
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): output += bytes
      case .value(let path, let isEscaped):
        guard case .text(let text) = value(at: path) else { continue }
        if isEscaped {
          PageEscaping.append(text, to: &output)
        } else {
          output += text.utf8
        }
      case .section(let path, let isInverted, let inside):
        isInverted ? writeUnless(value(at: path), inside) : write(inside, for: value(at: path))
      case .partial, .parent, .block: continue  // The linker has replaced them.
      }
    }
  }

  private mutating func write(_ inside: [TemplatePiece], for value: View.Content?) {
    switch value {
    case nil, .flag(false): break
    case .flag(true): write(inside)
    case .list(let elements): for element in elements { write(inside, standingOn: element) }
    case .some(let value): write(inside, standingOn: value)
    }
  }

  private mutating func write(_ inside: [TemplatePiece], standingOn value: View.Content) {
    stack.append(value)
    write(inside)
    stack.removeLast()
  }

  private mutating func writeUnless(_ value: View.Content?, _ inside: [TemplatePiece]) {
    switch value {
    case nil, .flag(false): write(inside)
    case .list(let elements) where elements.isEmpty: write(inside)
    case .some: break
    }
  }

  /// The value of a path: its first name is looked for from the inside out, the rest below that.
  private func value(at path: [String]) -> View.Content? {
    guard let first = path.first else { return stack.last }
    for place in stack.reversed() {
      guard case .view(let view) = place, var found = view[first] else { continue }
      for name in path.dropFirst() {
        guard case .view(let view) = found, let deeper = view[name] else { return nil }
        found = deeper
      }
      return found
    }
    return nil
  }
}
