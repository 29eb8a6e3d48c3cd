extension TextEncoding {
  /// All bytes of a text as characters; nothing when one of them is no character of the encoding.
  public func text(of bytes: [UInt8]) -> String? {
    var transcoder = TextTranscoder(encoding: self, start: bytes)
    return String(validating: transcoder.utf8([], isLast: true), as: UTF8.self)
  }
}
