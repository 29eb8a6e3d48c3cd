/// How the characters of a file are written as bytes.
public enum TextEncoding: String, CaseIterable, Sendable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf-8"
  /// UTF-16, the low byte first, as "Unicode text" of Excel.
  case utf16LittleEndian = "utf-16le"
  /// UTF-16, the high byte first.
  case utf16BigEndian = "utf-16be"
  /// GB 18030, which also reads GBK and GB 2312: the "CSV" of a Chinese Excel.
  case gb18030 = "gb18030"

  /// The bytes with which a file may begin to say so.
  public var mark: [UInt8] {
    switch self {
    case .utf8: [0xEF, 0xBB, 0xBF]
    case .utf16LittleEndian: [0xFF, 0xFE]
    case .utf16BigEndian: [0xFE, 0xFF]
    case .gb18030: [0x84, 0x31, 0x95, 0x33]
    }
  }
}

/// How a delimited file is written.
public struct DelimitedTextFormat: Hashable, Sendable {
  /// The encoding; when not said, that of the byte order mark, else UTF-8.
  public var encoding: TextEncoding?
  /// The ASCII character between fields; when not said, that of comma, semicolon and tab which the
  /// first line has most.
  public var delimiter: UInt8?

  /// Describes a file.
  public init(encoding: TextEncoding? = nil, delimiter: UInt8? = nil) {
    self.encoding = encoding
    self.delimiter = delimiter
  }

  /// UTF-8 with commas, after RFC 4180.
  public static let csv = Self(encoding: .utf8, delimiter: UInt8(ascii: ","))
}
