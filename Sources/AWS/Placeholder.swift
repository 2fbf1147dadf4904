import XMLCoder
import Crypto
enum P {}
