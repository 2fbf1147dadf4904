import CZstd
import CZlib
enum P {}
