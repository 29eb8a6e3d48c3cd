/// Recognises pictures by their first bytes, never by a name.
enum PictureFormat {
  static func contentType(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return "image/webp"
    }
    let head = String(decoding: bytes.prefix(512), as: UTF8.self)
    return head.contains("<svg") ? "image/svg+xml" : nil
  }
}
