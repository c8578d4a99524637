// Package ext has the empty types that Traefik embeds for its commercial extensions.
package ext

// HTTP is empty.
type HTTP struct{}

// Router is empty.
type Router struct{}
