import Crypto
import Foundation
import StorefrontWeb
import Testing

@Suite("QR codes")
struct QRCodeTests {
  /// What segno 1.6.6 of PyPI makes of the same texts at level M in byte mode, line by line.
  @Test(arguments: [
    (
      "weixin://wxpay/bizpayurl?pr=a1B2c3D4", 29, 6,
      "258e5a7b4034679541c1ab40fe7a16461edfacba67734252979000911e40fe0c"
    ),
    (
      "https://qr.alipay.com/bax03431ljhokirwl38f00a7?" + String(repeating: "x", count: 90) + "é",
      49, 2, "d7ac6e0b708307c0730e15dcb0afc6c3a2532102c17c6089829da546c77dd928"
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
