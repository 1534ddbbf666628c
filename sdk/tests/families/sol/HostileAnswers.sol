// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

// Contracts that answer whatever they are asked, for tests.

contract AnswersOne {
    fallback() external {
        assembly { mstore(0, 1) return(0, 32) }
    }
}

contract AnswersZero {
    fallback() external {
        assembly { return(0, 32) }
    }
}

contract AnswersNothing {
    fallback() external {}
}

contract AnswersTwo {
    fallback() external {
        assembly { mstore(0, 2) return(0, 32) }
    }
}

contract AnswersItself {
    fallback() external {
        assembly { mstore(0, address()) return(0, 32) }
    }
}

contract AnswersTooLittle {
    fallback() external {
        assembly { mstore(0, not(0)) return(0, 31) }
    }
}

/// As long as gas lasts: two megabytes and more.
contract AnswersMegabytes {
    fallback() external {
        assembly {
            mstore(0, 32)
            let size := mul(32, div(gas(), 256))
            mstore(32, size)
            return(0, size)
        }
    }
}

contract RevertsMegabytes {
    fallback() external {
        assembly { revert(0, mul(32, div(gas(), 256))) }
    }
}

/// Announces an array that no memory holds.
contract AnswersHugeLengths {
    fallback() external {
        assembly {
            mstore(0, 32)
            mstore(32, 0xffffffffffffffff)
            return(0, 96)
        }
    }
}

/// Every offset points back to the beginning.
contract AnswersRings {
    fallback() external {
        assembly {
            for { let at := 0 } lt(at, 16384) { at := add(at, 32) } { mstore(at, 32) }
            return(0, 16384)
        }
    }
}

contract Loops {
    fallback() external {
        assembly { for {} 1 {} {} }
    }
}

contract LoopsForEverybodyElse {
    fallback() external {
        (bool ok,) = address(this).call(msg.data);
        assembly { mstore(0, ok) return(0, 32) }
    }
}

contract Invalid {
    fallback() external {
        assembly { invalid() }
    }
}

contract Reverts {
    fallback() external {
        revert("never");
    }
}

/// Another answer whenever there is another amount of gas.
contract AnswersItsGas {
    fallback() external {
        assembly { mstore(0, and(gas(), 1)) return(0, 32) }
    }
}
