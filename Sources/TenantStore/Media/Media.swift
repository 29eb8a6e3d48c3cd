internal import Crypto
internal import Foundation

/// The address of a picture: SHA-256 of its bytes.
public struct MediaID: Hashable, Sendable, LosslessStringConvertible {
  /// The 32 bytes of the hash.
  public let sha256: [UInt8]

  /// The address of the given bytes.
  public init(of bytes: [UInt8]) { sha256 = Array(SHA256.hash(data: bytes)) }

  /// The address that a column holds.
  public init(sha256: [UInt8]) { self.sha256 = sha256 }

  /// Reads 64 hexadecimal digits in lower case.
  public init?(_ text: String) {
    guard text.utf8.count == 64, text == text.lowercased() else { return nil }
    let digits = Array(text)
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { index in
      digits[index].isHexDigit ? UInt8(String(digits[index...(index + 1)]), radix: 16) : nil
    }
    guard bytes.count == 32 else { return nil }
    sha256 = bytes
  }

  /// 64 hexadecimal digits in lower case.
  public var description: String { sha256.hexadecimal }
}

/// A picture with its type.
public struct Media: Hashable, TenantRow {
  /// The most bytes that one picture may have: 2 MiB.
  public static let byteLimit = 2 << 20

  /// The media type, `image/svg+xml`.
  public let contentType: String
  /// The picture itself.
  public let bytes: [UInt8]
  /// Whether a visitor gave it, who may have it deleted.
  public let isVisitors: Bool

  /// Reads the columns `content_type, bytes, is_visitors`.
  public init(row: inout ColumnReader) throws {
    contentType = try row.next()
    bytes = try row.next()
    isVisitors = try row.next()
  }

  /// Takes a file of the merchant.
  ///
  /// - Throws: ``MediaError`` when it is no picture, too large, or an SVG that could run something.
  public init(file bytes: [UInt8]) throws(MediaError) {
    guard bytes.count <= Self.byteLimit else { throw .tooLarge(byteCount: bytes.count) }
    guard let contentType = PictureFormat.contentType(of: bytes) else { throw .notAPicture }
    try Self.checkSize(bytes)
    if contentType == "image/svg+xml" { try SVGRule.check(bytes) }
    self.contentType = contentType
    self.bytes = bytes
    isVisitors = false
  }

  /// Takes a photograph of a visitor, without what it says of place, time and device.
  ///
  /// A drawing could hold what runs, so it is none.
  /// - Throws: ``MediaError`` when it is no whole PNG, JPEG or WebP, or too large.
  public init(photograph bytes: [UInt8]) throws(MediaError) {
    guard bytes.count <= Self.byteLimit else { throw .tooLarge(byteCount: bytes.count) }
    guard
      let contentType = PictureFormat.contentType(of: bytes),
      let plain = PhotographRule.plain(bytes, contentType)
    else { throw .notAPicture }
    try Self.checkSize(plain)
    self.contentType = contentType
    self.bytes = plain
    isVisitors = true
  }

  /// A small file may say that it is a huge picture, which whoever looks at it would decode.
  private static func checkSize(_ bytes: [UInt8]) throws(MediaError) {
    guard let size = PictureSize(of: bytes), !size.isModest else { return }
    throw .tooManyPixels(width: size.width, height: size.height)
  }
}

/// Why a file is not taken as a picture.
@nonexhaustive
public enum MediaError: Error, Equatable, Sendable {
  /// The file is larger than ``Media/byteLimit``.
  case tooLarge(byteCount: Int)
  /// The picture has a side longer than ``PictureSize/sideLimit``, or more pixels than
  /// ``PictureSize/areaLimit``.
  case tooManyPixels(width: Int, height: Int)
  /// The file is none of SVG, PNG, JPEG and WebP.
  case notAPicture
  /// The SVG holds something that could run or load; what it is.
  case activeContent(String)
}

extension MediaError: CustomStringConvertible {
  /// What is wrong with the file and what to do.
  public var description: String {
    switch self {
    case .tooLarge(let count):
      "has \(count) bytes; at most \(Media.byteLimit) are allowed, so make the picture smaller"
    case .tooManyPixels(let width, let height):
      "has \(width) × \(height) pixels; at most \(PictureSize.sideLimit) a side and "
        + "\(PictureSize.areaLimit) together are taken, so make the picture smaller"
    case .notAPicture: "is not an SVG, PNG, JPEG or WebP picture"
    case .activeContent(let what): "holds \(what), which a picture must not; remove it"
    }
  }
}
