// Command static-image makes a container image of statically linked programs, without a base and without root:
//
//	static-image -out FOLDER -entrypoint /NAME [-user UID:GID] [-into /FOLDER] PROGRAM…
//
// Each program lies in the root folder of the image, or in that of -into, under its own name. FOLDER becomes an OCI layout that `crane push`
// accepts. The same programs give the same digest.
package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

func main() {
	out := flag.String("out", "", "folder of the OCI layout")
	entrypoint := flag.String("entrypoint", "", "the program that starts")
	user := flag.String("user", "65532:65532", "numeric user and group")
	into := flag.String("into", "/", "the programs' folder in the image")
	flag.Parse()
	if err := run(*out, *entrypoint, *user, *into, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "static-image:", err)
		os.Exit(1)
	}
}

func run(out, entrypoint, user, into string, programs []string) error {
	if out == "" || entrypoint == "" || len(programs) == 0 {
		return errors.New("needs -out, -entrypoint and programs")
	}
	content, err := archive(into, programs)
	if err != nil {
		return err
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
	layer, err := tarball.LayerFromOpener(open, tarball.WithMediaType(types.OCILayer), tarball.WithCompressedCaching)
	if err != nil {
		return err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	if image, err = mutate.AppendLayers(image, layer); err != nil {
		return err
	}
	config := &v1.ConfigFile{}
	if config, err = image.ConfigFile(); err != nil {
		return err
	}
	config = config.DeepCopy()
	config.OS, config.Architecture = "linux", runtime.GOARCH
	config.Config = v1.Config{User: user, Entrypoint: []string{entrypoint}}
	if image, err = mutate.ConfigFile(image, config); err != nil {
		return err
	}
	folder, err := layout.Write(out, empty.Index)
	if err != nil {
		return err
	}
	return folder.AppendImage(image)
}

// archive holds the programs as root's, executable by all, with no times.
func archive(into string, programs []string) ([]byte, error) {
	var buffer bytes.Buffer
	writer := tar.NewWriter(&buffer)
	for _, program := range programs {
		content, err := os.ReadFile(program)
		if err != nil {
			return nil, err
		}
		name := filepath.Join(strings.TrimPrefix(into, "/"), filepath.Base(program))
		header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o755, Size: int64(len(content))}
		if err := writer.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(content); err != nil {
			return nil, err
		}
	}
	return buffer.Bytes(), writer.Close()
}
