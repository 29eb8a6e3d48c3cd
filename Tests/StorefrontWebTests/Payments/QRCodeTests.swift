import Crypto
import Foundation
import StorefrontWeb
import Testing

@Suite("QR codes")
struct QRCodeTests {
  /// What qrcode 8.2 of PyPI makes of the same texts at level M in byte mode under the same mask.
  @Test(arguments: [
    (
      "weixin://wxpay/bizpayurl?pr=a1B2c3D4", 29, 2,
      "a7d7c0a8a610eb73ba1a5e938498913cbcfdf6cd654778585f58d0b59435cbb6"
    ),
    (
      "https://qr.alipay.com/bax03431ljhokirwl38f00a7?" + String(repeating: "x", count: 90) + "é",
      49, 2, "e9eeb695c0f818de9739e653590d540b449ee089ef7d6cbf3501c7f58c636ce2"
    ),
  ])
  func `a code is what another implementation makes of the text`(
    _ text: String,
    _ size: Int,
    _ mask: Int,
    _ digest: String
  ) throws {
    let code = try #require(QRCode(text))

    let lines = (0..<code.size).map { row in
      String((0..<code.size).map { code.isDark(row, $0) ? "#" : "." })
    }
    let found = SHA256.hash(data: Data(lines.joined(separator: "\n").utf8))
      .map { String(format: "%02x", $0) }.joined()
    #expect(code.size == size)
    #expect(code.mask == mask)
    #expect(found == digest)
  }

  @Test func `a text that is too long has no code`() {
    #expect(QRCode(String(repeating: "x", count: 213)) != nil)
    #expect(QRCode(String(repeating: "x", count: 214)) == nil)
  }
}
