package imapconn

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"hash"
	"strconv"
	"strings"
)

// errServerProof says that the server does not know the password either.
var errServerProof = errors.New("the server could not prove that it knows the account")

// scram is the client of RFC 5802 and RFC 7677, without channel binding.
type scram struct {
	mechanism       string
	hash            func() hash.Hash
	authz           string
	user, password  string
	nonce           string
	clientFirstBare string
	serverSignature []byte
	step            int
}

const maxIterations = 10_000_000 // a server that asks for more is after our time

func newSCRAM(mechanism, authz, user, password string) *scram {
	s := &scram{mechanism: mechanism, hash: sha256.New, authz: authz, user: user, password: password, nonce: rand.Text()}
	if mechanism == "SCRAM-SHA-1" {
		s.hash = func() hash.Hash { return sha1.New() }
	}
	return s
}

var scramName = strings.NewReplacer("=", "=3D", ",", "=2C")

func (s *scram) header() string {
	if s.authz == "" {
		return "n,,"
	}
	return "n,a=" + scramName.Replace(s.authz) + ","
}

// Start sends the client's first message.
func (s *scram) Start() (string, []byte, error) {
	s.clientFirstBare = "n=" + scramName.Replace(s.user) + ",r=" + s.nonce
	return s.mechanism, []byte(s.header() + s.clientFirstBare), nil
}

// Next answers the server's first message with the proof, and checks its final one.
func (s *scram) Next(challenge []byte) ([]byte, error) {
	s.step++
	fields := map[byte]string{}
	for _, part := range strings.Split(string(challenge), ",") {
		if len(part) > 1 && part[1] == '=' {
			fields[part[0]] = part[2:]
		}
	}
	if s.step == 1 {
		return s.proof(string(challenge), fields)
	}
	signature, err := base64.StdEncoding.DecodeString(fields['v'])
	if err != nil || !hmac.Equal(signature, s.serverSignature) {
		return nil, errServerProof
	}
	return []byte{}, nil
}

func (s *scram) proof(serverFirst string, fields map[byte]string) ([]byte, error) {
	salt, err := base64.StdEncoding.DecodeString(fields['s'])
	iterations, errI := strconv.Atoi(fields['i'])
	if err != nil || errI != nil || iterations < 1 || iterations > maxIterations || !strings.HasPrefix(fields['r'], s.nonce) {
		return nil, errServerProof
	}
	salted, err := pbkdf2.Key(s.hash, s.password, salt, iterations, s.hash().Size())
	if err != nil {
		return nil, err
	}
	final := "c=" + base64.StdEncoding.EncodeToString([]byte(s.header())) + ",r=" + fields['r']
	message := []byte(s.clientFirstBare + "," + serverFirst + "," + final)
	clientKey := s.mac(salted, []byte("Client Key"))
	stored := s.hash()
	stored.Write(clientKey)
	proof := s.mac(stored.Sum(nil), message)
	for i := range proof {
		proof[i] ^= clientKey[i]
	}
	s.serverSignature = s.mac(s.mac(salted, []byte("Server Key")), message)
	return []byte(final + ",p=" + base64.StdEncoding.EncodeToString(proof)), nil
}

func (s *scram) mac(key, message []byte) []byte {
	m := hmac.New(s.hash, key)
	m.Write(message)
	return m.Sum(nil)
}
