import Foundation

#if canImport(FoundationXML)
  internal import FoundationXML
#endif

/// Lets only drawings through: no scripts, no events, nothing loaded from elsewhere.
///
/// An allow-list of elements; anything else is refused rather than stripped, so that a merchant
/// sees why a picture would look different. The policy with which pictures are served stands
/// behind it.
enum SVGRule {
  private static let elements: Set<String> = [
    "svg", "g", "defs", "title", "desc", "symbol", "use", "path", "rect", "circle", "ellipse",
    "line", "polyline", "polygon", "text", "tspan", "textPath", "linearGradient",
    "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "filter",
    "feGaussianBlur", "feOffset", "feMerge", "feMergeNode", "feColorMatrix", "feBlend",
    "feFlood", "feComposite", "feDropShadow",
  ]

  static func check(_ bytes: [UInt8]) throws(MediaError) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard !text.contains("<!DOCTYPE"), !text.contains("<!ENTITY") else {
      throw .activeContent("a document type declaration")
    }
    let reader = Reader()
    let parser = XMLParser(data: Data(bytes))
    parser.shouldResolveExternalEntities = false
    parser.delegate = reader
    guard parser.parse(), reader.isWhole else { throw .notAPicture }
    if let finding = reader.finding { throw .activeContent(finding) }
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var finding: String?
    private var root: String?
    private var depth = 0

    /// Whether the drawing begins and ends as one; a file that was cut off does not.
    var isWhole: Bool { root == "svg" && depth == 0 }

    func parser(
      _ parser: XMLParser,
      didEndElement element: String,
      namespaceURI: String?,
      qualifiedName: String?
    ) {
      depth -= 1
    }

    func parser(
      _ parser: XMLParser,
      didStartElement element: String,
      namespaceURI: String?,
      qualifiedName: String?,
      attributes: [String: String]
    ) {
      root = root ?? element
      depth += 1
      if !SVGRule.elements.contains(element) { finding = "the element <\(element)>" }
      for (name, value) in attributes {
        let isReference = name == "href" || name.hasSuffix(":href")
        let loads =
          value.lowercased().replacing(" ", with: "").contains("url(")
          && !value.replacing(" ", with: "").contains("url(#")
        if name.lowercased().hasPrefix("on") { finding = "the event attribute \(name)" }
        if isReference, !value.hasPrefix("#") { finding = "a reference to elsewhere in \(name)" }
        if loads { finding = "a reference to elsewhere in \(name)" }
      }
    }
  }
}
