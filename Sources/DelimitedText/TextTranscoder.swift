internal import Glibc

/// Turns the bytes of a file, chunk by chunk, into UTF-8.
///
/// What is no character of the encoding becomes the byte FF, which is never UTF-8, so that the field
/// in which it stands is found to be wrong.
struct TextTranscoder {
  private let encoding: TextEncoding
  private var rest: [UInt8]
  private let converter: Converter?

  static let fault: UInt8 = 0xFF

  /// Starts with the file's first bytes, at least four when it has as many.
  init(encoding: TextEncoding?, start: [UInt8]) {
    let marked = TextEncoding.allCases.first { start.starts(with: $0.mark) }
    let encoding = encoding ?? marked ?? .utf8
    self.encoding = encoding
    rest = Array(start.dropFirst(marked == encoding ? encoding.mark.count : 0))
    converter = encoding == .gb18030 ? Converter("GB18030") : nil
  }

  /// The next bytes as UTF-8; a character that is cut in two waits for its other part.
  mutating func utf8(_ chunk: [UInt8], isLast: Bool) -> [UInt8] {
    if encoding == .utf8 {
      guard !rest.isEmpty else { return chunk }
      defer { rest = [] }
      return rest + chunk
    }
    rest += chunk
    var output: [UInt8] = []
    output.reserveCapacity(rest.count * 2)
    let taken: Int
    switch encoding {
    case .utf8, .gb18030: taken = converter?.convert(rest, into: &output) ?? 0
    case .utf16LittleEndian: taken = Self.utf16(rest, high: 1, into: &output)
    case .utf16BigEndian: taken = Self.utf16(rest, high: 0, into: &output)
    }
    rest.removeFirst(taken)
    if isLast, !rest.isEmpty {
      output.append(Self.fault)
      rest = []
    }
    return output
  }

  private static func utf16(_ bytes: [UInt8], high: Int, into output: inout [UInt8]) -> Int {
    func unit(_ offset: Int) -> UInt16 {
      UInt16(bytes[offset + high]) << 8 | UInt16(bytes[offset + 1 - high])
    }
    var offset = 0
    while offset + 1 < bytes.count {
      let first = unit(offset)
      if UTF16.isLeadSurrogate(first) {
        guard offset + 3 < bytes.count else { return offset }
        let second = unit(offset + 2)
        if UTF16.isTrailSurrogate(second) {
          let scalar = UTF16.decode(UTF16.EncodedScalar([first, second]))
          output.append(contentsOf: String(scalar).utf8)
          offset += 4
          continue
        }
      }
      if first < 0x80 {
        output.append(UInt8(first))
      } else if let scalar = Unicode.Scalar(first) {
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      } else {
        output.append(fault)
      }
      offset += 2
    }
    return offset
  }
}

/// A conversion of the C library, closed with the value.
private final class Converter {
  private let handle: iconv_t?

  init(_ encoding: String) {
    let handle = iconv_open("UTF-8", encoding)
    self.handle = handle == iconv_t(bitPattern: -1) ? nil : handle
  }

  deinit { if let handle { iconv_close(handle) } }

  /// Converts as far as whole characters reach.
  ///
  /// - Returns: How many bytes were taken; those left begin a character that is not whole yet.
  func convert(_ bytes: [UInt8], into output: inout [UInt8]) -> Int {
    guard let handle else {
      output += bytes.map { $0 < 0x80 ? $0 : TextTranscoder.fault }
      return bytes.count
    }
    var taken = 0
    var room = [CChar](repeating: 0, count: max(64, bytes.count * 2))
    while taken < bytes.count {
      let (read, written, fault) = step(handle, bytes, from: taken, room: &room)
      taken += read
      output.append(contentsOf: room[..<written].lazy.map { UInt8(bitPattern: $0) })
      switch fault {
      case EILSEQ:
        output.append(TextTranscoder.fault)
        taken += 1
      case EINVAL: return taken
      default: break
      }
    }
    return taken
  }

  private func step(_ handle: iconv_t, _ bytes: [UInt8], from start: Int, room: inout [CChar])
    -> (read: Int, written: Int, fault: Int32)
  {
    bytes.withUnsafeBytes { bytes in
      room.withUnsafeMutableBufferPointer { room in
        var input = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?
          .advanced(by: start).assumingMemoryBound(to: CChar.self)
        var inputLeft = bytes.count - start
        var output = room.baseAddress
        var outputLeft = room.count
        let result = iconv(handle, &input, &inputLeft, &output, &outputLeft)
        let fault = result == -1 ? errno : 0
        return (bytes.count - start - inputLeft, room.count - outputLeft, fault)
      }
    }
  }
}
