package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
)

var vocabulary = strings.Fields("recall leash jogger garden treats whistle calm barked puppy neighbor cyclist meadow " +
	"settled greeted doorbell thunder harness target practiced distance relaxed startled vet stairs car crate lake " +
	"forest squirrel visitor food bowl toy patient quick slow morning evening walked sniffed waited looked returned")

func someWords(random *rand.Rand, count int) string {
	words := make([]string, count)
	for i := range words {
		words[i] = vocabulary[random.IntN(len(vocabulary))]
	}
	return strings.Join(words, " ")
}

// newID is a UUID of version 7, as the page makes them.
func newID(random *rand.Rand, now time.Time) string {
	var id [16]byte
	binary.BigEndian.PutUint64(id[:8], uint64(now.UnixMilli())<<16|0x7000|random.Uint64()&0x0fff)
	binary.BigEndian.PutUint64(id[8:], 1<<63|random.Uint64()>>2)
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

func daysAgo(days float64) string {
	return time.Now().Add(-time.Duration(days * 24 * float64(time.Hour))).UTC().Format(time.RFC3339)
}

func note(random *rand.Rand) map[string]any {
	return map[string]any{"type": "note", "occurredAt": daysAgo(0), "text": someWords(random, 10+random.IntN(60))}
}

func trainingSession(random *rand.Rand, target string) map[string]any {
	trials := make([]map[string]string, 10)
	for i := range trials {
		outcome := "correct"
		if random.IntN(4) == 0 {
			outcome = "incorrect"
		}
		trials[i] = map[string]string{"outcome": outcome}
	}
	return map[string]any{
		"type":       "session",
		"occurredAt": daysAgo(0),
		"blocks":     []map[string]any{{"targetId": target, "step": 0, "trials": trials}},
	}
}

// notesAsCSV is a history of the last ten months.
func notesAsCSV(random *rand.Rand, count int) string {
	text := "occurredAt,text\n"
	for i := range count {
		text += fmt.Sprintf("%s,%s\n", daysAgo(300*float64(i+1)/float64(count+1)), someWords(random, 10+random.IntN(60)))
	}
	return text
}

func sessionsAsCSV(random *rand.Rand, count int, target string) string {
	text := "occurredAt,targetId,correct,incorrect\n"
	for i := range count {
		correct := random.IntN(11)
		text += fmt.Sprintf("%s,%s,%d,%d\n", daysAgo(300*float64(i+1)/float64(count+1)), target, correct, 10-correct)
	}
	return text
}

// An album has one large and one small photo, which each upload changes into another file. They are made when they are
// needed.
type album struct {
	largePhoto, smallPhoto func() []byte
}

func newAlbum(seed uint64) *album {
	of := func(width, height int) func() []byte {
		return sync.OnceValue(func() []byte { return photo(rand.New(rand.NewPCG(seed, 1)), width, height) })
	}
	return &album{largePhoto: of(3000, 2000), smallPhoto: of(320, 240)}
}

func (a *album) large(random *rand.Rand) []byte { return withComment(a.largePhoto(), random.Uint64()) }
func (a *album) small(random *rand.Rand) []byte { return withComment(a.smallPhoto(), random.Uint64()) }

// photo is a JPEG as dense as those of phones: a gradient with the noise of a sensor.
func photo(random *rand.Rand, width, height int) []byte {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			noise := uint8(random.Uint32() & 31)
			picture.SetRGBA(x, y, color.RGBA{uint8(x*200/width) + noise, uint8(y*200/height) + noise, 96 + noise, 255})
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: 88}); err != nil {
		panic(err) // Writing to memory does not fail.
	}
	return file.Bytes()
}

// withComment puts a comment behind the JPEG's first marker, by which it is a file of its own.
func withComment(file []byte, number uint64) []byte {
	comment := binary.BigEndian.AppendUint64([]byte{0xff, 0xfe, 0, 10}, number)
	return slices.Concat(file[:2], comment, file[2:])
}
