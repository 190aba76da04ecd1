// Package secret seals what the state must never hold in the clear: the
// passwords of a CSV, of mailboxes and of administrators. Each is sealed with
// AES-256-GCM under a data key that lies in a file of its own (0600), so that a copy of the
// state alone opens nothing.
//
// It must never log, print or put into an error what it seals or opens.
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
)

// Sealed is a sealed secret: format byte, key id, nonce, ciphertext with tag.
type Sealed []byte

const (
	format    = 1
	keySize   = 32 // AES-256
	headSize  = 1 + 4
	nonceSize = 12 // NIST SP 800-38D 5.2.1.1
)

// ErrNoKey: the secret was sealed under a key that is not in the key file.
var ErrNoKey = errors.New("open secret: the key it was sealed under is not here")

// ErrForged: the secret was altered, or belongs to something else.
var ErrForged = errors.New("open secret: it was altered or belongs to something else")

// Keyring holds data keys: one seals, all of them open. It is used by many goroutines.
type Keyring struct {
	mu      sync.RWMutex
	current uint32
	keys    map[uint32]cipher.AEAD
}

// NewEphemeral makes a keyring whose one key is nowhere written.
func NewEphemeral() *Keyring {
	k := &Keyring{keys: map[uint32]cipher.AEAD{}}
	if err := k.add(1, randomKey()); err != nil {
		panic(err) // a key of the right size cannot be refused
	}
	return k
}

func randomKey() []byte {
	key := make([]byte, keySize)
	rand.Read(key) // never fails: crypto/rand ends the program instead
	return key
}

func (k *Keyring) add(id uint32, key []byte) error {
	if len(key) != keySize {
		return fmt.Errorf("data key %d: %d bytes instead of %d", id, len(key), keySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return err
	}
	k.keys[id] = aead
	k.current = max(k.current, id)
	return nil
}

// Seal seals text for the thing named by owner ("user 3f2a...: password"): it
// opens only with the same owner, so that no row can borrow another's secret.
func (k *Keyring) Seal(owner, text string) Sealed {
	k.mu.RLock()
	defer k.mu.RUnlock()
	s := make(Sealed, headSize+nonceSize, headSize+nonceSize+len(text)+16)
	s[0] = format
	binary.BigEndian.PutUint32(s[1:], k.current)
	rand.Read(s[headSize:])
	return k.keys[k.current].Seal(s, s[headSize:], []byte(text), aad(s, owner))
}

// Open is the inverse of Seal. An empty secret opens to "".
func (k *Keyring) Open(owner string, s Sealed) (string, error) {
	if len(s) == 0 {
		return "", nil
	}
	if len(s) < headSize+nonceSize || s[0] != format {
		return "", ErrForged
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	aead := k.keys[binary.BigEndian.Uint32(s[1:])]
	if aead == nil {
		return "", ErrNoKey
	}
	nonce, text := s[headSize:headSize+nonceSize], s[headSize+nonceSize:]
	plain, err := aead.Open(nil, nonce, text, aad(s, owner))
	if err != nil {
		return "", ErrForged
	}
	return string(plain), nil
}

// Become takes over the keys of another keyring.
func (k *Keyring) Become(other *Keyring) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.current, k.keys = other.current, other.keys
}

func aad(s Sealed, owner string) []byte {
	return append(append(make([]byte, 0, headSize+len(owner)), s[:headSize]...), owner...)
}
