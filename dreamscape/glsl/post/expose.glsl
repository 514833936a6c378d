// expose: the light of one moment, of which a picture that is exposed for longer sees so much of its time.
uniform sampler2D image;
uniform float part;  // of the time that the shutter is open
out vec4 colour;

void main() {
    colour = texelFetch(image, ivec2(gl_FragCoord.xy), 0) * part;
}
