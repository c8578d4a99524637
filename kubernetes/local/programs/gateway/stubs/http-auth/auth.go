// Package auth stands in for Traefik's fork of go-http-auth. It denies every request, so that a route that asks for basic
// or digest authentication is closed rather than open.
package auth

import "net/http"

// SecretProvider finds the secret of a user.
type SecretProvider func(user, realm string) string

// BasicAuth denies every request.
type BasicAuth struct {
	Realm   string
	Secrets SecretProvider
}

// CheckSecret accepts no password.
func CheckSecret(string, string) bool { return false }

// CheckAuth finds no user.
func (*BasicAuth) CheckAuth(*http.Request) string { return "" }

// RequireAuth denies the request.
func (*BasicAuth) RequireAuth(w http.ResponseWriter, _ *http.Request) { deny(w) }

// DigestAuth denies every request.
type DigestAuth struct{ Realm string }

// NewDigestAuthenticator returns one that denies.
func NewDigestAuthenticator(realm string, _ SecretProvider) *DigestAuth { return &DigestAuth{realm} }

// DigestAuthParams finds no parameters.
func DigestAuthParams(string) map[string]string { return nil }

// CheckAuth finds no user.
func (*DigestAuth) CheckAuth(*http.Request) (string, *string) { return "", nil }

// RequireAuth denies the request.
func (*DigestAuth) RequireAuth(w http.ResponseWriter, _ *http.Request) { deny(w) }

// RequireAuthStale denies the request.
func (*DigestAuth) RequireAuthStale(w http.ResponseWriter, _ *http.Request) { deny(w) }

func deny(w http.ResponseWriter) { http.Error(w, "not built in", http.StatusUnauthorized) }
