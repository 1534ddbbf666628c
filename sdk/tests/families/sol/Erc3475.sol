// Written from the text of ERC-3475 for tests, with time as progress as in its example; not the standard's own example. Anybody may issue and
// redeem.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

contract Erc3475 {
    struct Values {
        string stringValue;
        uint256 uintValue;
        address addressValue;
        bool boolValue;
    }

    struct Metadata {
        string title;
        string _type;
        string description;
    }

    struct Transaction {
        uint256 classId;
        uint256 nonceId;
        uint256 _amount;
    }

    struct Bond {
        uint256 issued;
        uint256 maturity;
        uint256 active;
        uint256 redeemed;
        uint256 burned;
        mapping(address => uint256) held;
    }

    uint256 private constant MATURITY = 4;
    uint256 private constant SERIES = 5;
    mapping(uint256 => mapping(uint256 => Bond)) private bonds;

    event Issue(address indexed _operator, address indexed _to, Transaction[] _transactions);
    event Redeem(address indexed _operator, address indexed _from, Transaction[] _transactions);
    event Burn(address indexed _operator, address indexed _from, Transaction[] _transactions);
    event Transfer(address indexed _operator, address indexed _from, address indexed _to, Transaction[] _transactions);

    /// `issued` may lie in the future: then its progress is refused until then.
    function open(uint256 classId, uint256 nonceId, uint256 issued, uint256 maturity) external {
        bonds[classId][nonceId].issued = issued;
        bonds[classId][nonceId].maturity = maturity;
    }

    function issue(address to, Transaction[] calldata transactions) external {
        for (uint256 i; i < transactions.length; i++) {
            Bond storage bond = bonds[transactions[i].classId][transactions[i].nonceId];
            bond.held[to] += transactions[i]._amount;
            bond.active += transactions[i]._amount;
        }
        emit Issue(msg.sender, to, transactions);
    }

    function transferFrom(address from, address to, Transaction[] calldata transactions) external {
        require(msg.sender == from, "not the owner");
        for (uint256 i; i < transactions.length; i++) {
            Bond storage bond = bonds[transactions[i].classId][transactions[i].nonceId];
            bond.held[from] -= transactions[i]._amount;
            bond.held[to] += transactions[i]._amount;
        }
        emit Transfer(msg.sender, from, to, transactions);
    }

    function redeem(address from, Transaction[] calldata transactions) external {
        for (uint256 i; i < transactions.length; i++) {
            (, uint256 remaining) = getProgress(transactions[i].classId, transactions[i].nonceId);
            require(remaining == 0, "not redeemable");
            leave(from, transactions[i]);
            bonds[transactions[i].classId][transactions[i].nonceId].redeemed += transactions[i]._amount;
        }
        emit Redeem(msg.sender, from, transactions);
    }

    function burn(address from, Transaction[] calldata transactions) external {
        require(msg.sender == from, "not the owner");
        for (uint256 i; i < transactions.length; i++) {
            leave(from, transactions[i]);
            bonds[transactions[i].classId][transactions[i].nonceId].burned += transactions[i]._amount;
        }
        emit Burn(msg.sender, from, transactions);
    }

    function getProgress(uint256 classId, uint256 nonceId) public view returns (uint256 achieved, uint256 remaining) {
        Bond storage bond = bonds[classId][nonceId];
        achieved = block.timestamp - bond.issued;
        remaining = block.timestamp < bond.maturity ? bond.maturity - block.timestamp : 0;
    }

    function balanceOf(address account, uint256 classId, uint256 nonceId) external view returns (uint256) {
        return bonds[classId][nonceId].held[account];
    }

    function activeSupply(uint256 classId, uint256 nonceId) external view returns (uint256) {
        return bonds[classId][nonceId].active;
    }

    function redeemedSupply(uint256 classId, uint256 nonceId) external view returns (uint256) {
        return bonds[classId][nonceId].redeemed;
    }

    function nonceMetadata(uint256, uint256 metadataId) external pure returns (Metadata memory metadata) {
        if (metadataId == MATURITY) metadata = Metadata("maturity", "uint", "in seconds since 1970");
        if (metadataId == SERIES) metadata = Metadata("series", "string", "its name");
    }

    function nonceValues(uint256 classId, uint256 nonceId, uint256 metadataId) external view returns (Values memory values) {
        if (metadataId == MATURITY) values.uintValue = bonds[classId][nonceId].maturity;
        if (metadataId == SERIES) values.stringValue = "A";
    }

    function leave(address from, Transaction calldata transaction) private {
        Bond storage bond = bonds[transaction.classId][transaction.nonceId];
        bond.held[from] -= transaction._amount;
        bond.active -= transaction._amount;
    }
}
