/// A path of this shop that a form may lead to; nothing that could leave the shop.
public enum LocalPath {
  /// The path, or nothing when it is no plain one.
  public static func checked(_ text: String?) -> String? {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//") else { return nil }
    let isPlain = text.utf8.allSatisfy { byte in
      (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "/-_".utf8.contains(byte)
    }
    return isPlain ? text : nil
  }
}
