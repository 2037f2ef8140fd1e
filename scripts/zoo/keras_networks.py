"""The networks of other_exporters.py: keras.applications with random weights, and small ones of the layers these lack."""

import keras
import numpy as np
import tensorflow as tf
from keras import applications, layers
from keras.src.backend.tensorflow import nn

# TensorFlow 2.21 computes gelu by Erfc, which tf2onnx 1.17 does not know.
_gelu = nn.gelu
nn.gelu = lambda x, approximate=True: _gelu(x, True) if approximate else x * (1 + tf.math.erf(x / 2**0.5)) / 2

# name: (constructor, size of the input, range of its values)
APPLICATIONS = {
    "MobileNet": (applications.MobileNet, 96, (-1, 1)),
    "MobileNetV2": (applications.MobileNetV2, 96, (-1, 1)),
    "MobileNetV3Small": (applications.MobileNetV3Small, 96, (0, 255)),
    "EfficientNetB0": (applications.EfficientNetB0, 96, (0, 255)),
    "EfficientNetV2B0": (applications.EfficientNetV2B0, 96, (0, 255)),
    "ResNet50": (applications.ResNet50, 96, (-120, 130)),
    "ResNet50V2": (applications.ResNet50V2, 96, (-1, 1)),
    "DenseNet121": (applications.DenseNet121, 96, (-2, 2)),
    "NASNetMobile": (applications.NASNetMobile, 96, (-1, 1)),
    "Xception": (applications.Xception, 96, (-1, 1)),
    "InceptionV3": (applications.InceptionV3, 96, (-1, 1)),
    "InceptionResNetV2": (applications.InceptionResNetV2, 96, (-1, 1)),
    "ConvNeXtTiny": (applications.ConvNeXtTiny, 64, (0, 255)),
    "VGG16": (applications.VGG16, 64, (-120, 130)),
}


def small(build, size=24, channels=3):
    def construct(classifier_activation="softmax"):
        image = keras.Input((size, size, channels))
        x = build(image)
        if len(x.shape) == 4:
            x = layers.GlobalAveragePooling2D()(x)
        x = layers.Dense(10, activation=classifier_activation)(x)
        return keras.Model(image, x)

    return construct, size, (-1, 1)


def conv(x, filters=8, kernel=3, **options):
    return layers.Conv2D(filters, kernel, padding=options.pop("padding", "same"), **options)(x)


def separable(x):
    x = layers.SeparableConv2D(8, 3, strides=2, padding="same", depth_multiplier=2, activation="tanh")(x)
    x = layers.SeparableConv2D(8, 3, dilation_rate=2, padding="same", activation="swish")(x)
    return layers.DepthwiseConv2D((3, 5), strides=2, padding="valid", depth_multiplier=3)(x)


def upsampling(x):
    y = layers.UpSampling2D(2, interpolation="bilinear")(conv(x, strides=2, activation="elu"))
    z = layers.UpSampling2D((3, 2), interpolation="nearest")(layers.AveragePooling2D((3, 2))(y))
    return conv(layers.Concatenate()([y, z]), activation="selu")


def padding(x):
    x = layers.ZeroPadding2D(((0, 1), (2, 3)))(x)
    x = conv(x, strides=2, padding="valid", activation="softplus")
    x = layers.Cropping2D(((1, 0), (0, 2)))(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    return layers.AveragePooling2D(3, strides=2, padding="same")(x)


def pooling(x):
    x = conv(x, activation="relu6")
    y = layers.GlobalMaxPooling2D(keepdims=True)(x)
    z = layers.GlobalAveragePooling2D(keepdims=True)(x)
    gate = layers.Activation("hard_sigmoid")(layers.Add()([y, z]))
    x = layers.Multiply()([x, gate])
    return layers.Concatenate()([layers.GlobalMaxPooling2D()(x), layers.GlobalAveragePooling2D()(x)])


def layernorm(x):
    x = layers.LayerNormalization(axis=[1, 2, 3])(conv(x, strides=2, activation="gelu"))
    return layers.LayerNormalization()(conv(x, activation="leaky_relu"))


def attention(x):
    x = layers.Reshape((36, 16))(conv(x, 16, 4, strides=4, padding="valid"))
    x = layers.LayerNormalization()(x)
    y = layers.MultiHeadAttention(4, 8)(x, x)
    x = layers.Add()([x, y])
    x = layers.Add()([x, layers.Dense(16)(layers.Dense(32, activation="gelu")(x))])
    return layers.GlobalAveragePooling1D()(x)


def groupnorm(x):
    x = layers.GroupNormalization(4)(conv(x, 16, strides=2))
    x = layers.Activation("mish")(x)
    return layers.UnitNormalization()(layers.RMSNormalization()(layers.GroupNormalization(-1)(x)))


def prelu(x):
    x = layers.PReLU()(conv(x, strides=2))
    x = layers.SpatialDropout2D(0.3)(layers.PReLU(shared_axes=[1, 2])(conv(x)))
    x = layers.GaussianNoise(0.2)(layers.ReLU(max_value=2.0, negative_slope=0.1, threshold=0.2)(x))
    return x


def softmaxes(x):
    x = layers.Softmax(axis=[1, 2])(conv(x, strides=2))
    x = layers.Softmax(axis=1)(conv(x))
    return layers.Activation("log_softmax")(conv(x))


def transposed(x):
    x = layers.Conv2DTranspose(6, 3, strides=2, padding="same", activation="tanh")(conv(x, strides=3))
    x = layers.Conv2DTranspose(6, 4, strides=3, padding="valid")(x)
    return layers.Conv2DTranspose(6, 3, padding="same", use_bias=False)(x)


def grouped(x):
    x = conv(conv(x, 8, 5, dilation_rate=2), 12, 3, strides=2, activation="sigmoid")
    return layers.Maximum()([x, layers.Average()([x, conv(x, 12)]), layers.Subtract()([x, conv(x, 12)])])


def preprocessing(x):
    x = layers.Rescaling(1 / 127.5, offset=-1)(x)
    x = layers.Normalization(mean=[0.1, 0.2, 0.3], variance=[0.5, 1.5, 0.9])(x)
    x = layers.Resizing(16, 20)(x)
    x = layers.CenterCrop(12, 14)(x)
    return conv(x, activation="tanh")


def augmented(x):
    return conv(layers.RandomContrast(0.1)(layers.RandomRotation(0.1)(layers.RandomFlip()(x))), strides=2, activation="tanh")


def flattened(x):
    x = layers.Permute((2, 3, 1))(layers.MaxPooling2D(2)(conv(x, 4)))
    x = layers.Dense(16, activation="exponential")(layers.Flatten()(x))
    return layers.BatchNormalization()(layers.Dense(12, activation="softsign")(x))


def recurrent(x):
    return layers.LSTM(12)(layers.TimeDistributed(layers.Dense(6))(layers.Reshape((24, 72))(x)))


def bidirectional(x):
    return layers.Bidirectional(layers.GRU(6))(layers.Reshape((24, 72))(x))


def norms(x):
    x = layers.BatchNormalization(scale=False)(conv(x, use_bias=False, strides=2))
    x = layers.BatchNormalization(center=False)(conv(layers.ReLU()(x)))
    x = layers.BatchNormalization(axis=1)(conv(x))
    return keras.ops.nn.normalize(x, axis=-1)


def operations(x):
    x = keras.ops.nn.depthwise_conv(x, np.full((3, 3, 3, 2), 0.1, x.dtype), padding="same")
    x = keras.ops.pad(x, [[0, 0], [1, 1], [2, 2], [0, 0]], mode="reflect")
    x = keras.ops.sqrt(keras.ops.abs(x) + 0.1) + keras.ops.power(x, 3) - keras.ops.clip(x, -0.3, 0.4)
    x = keras.ops.einsum("bhwc,cd->bhwd", x, np.sin(np.arange(24.0)).reshape(6, 4).astype(x.dtype))
    return keras.ops.concatenate([keras.ops.roll(x, 3, axis=1), keras.ops.flip(x, axis=2)], axis=-1)


SMALL = {
    "separable": small(separable),
    "upsampling": small(upsampling),
    "padding": small(padding),
    "pooling": small(pooling),
    "layernorm": small(layernorm),
    "attention": small(attention),
    "groupnorm": small(groupnorm),
    "prelu": small(prelu),
    "softmaxes": small(softmaxes),
    "transposed": small(transposed),
    "grouped": small(grouped),
    "preprocessing": (*small(preprocessing)[:2], (0, 255)),
    "augmented": small(augmented),
    "flattened": small(flattened, channels=1),
    "recurrent": small(recurrent),
    "bidirectional": small(bidirectional),
    "norms": small(norms),
    "ops": small(operations),
}


def construct(name: str, activation):
    if name in SMALL:
        return SMALL[name][0](classifier_activation=activation)
    make, size, _ = APPLICATIONS[name]
    return make(weights=None, input_shape=(size, size, 3), classes=100, classifier_activation=activation)


def every_layer(model):
    for layer in model.layers:
        yield from every_layer(layer) if isinstance(layer, keras.Model) else [layer]


def pin(layer):
    """tf2onnx makes inputs of tensors that Keras computed when it built the layer; arrays become constants."""
    layer.mean, layer.variance = np.array(layer.mean) + 0.1, np.array(layer.variance) * 1.3


def create(name: str):
    """The network as it is exported, its twin in float64 without the last activation, its size and the range of its input."""
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    _, size, limits = (APPLICATIONS | SMALL)[name]
    keras.config.set_floatx("float32")
    model = construct(name, "softmax")
    shape = model.input_shape[1:]
    for layer in every_layer(model):
        for weight in layer.trainable_weights:
            value = np.array(weight)
            if value.ndim <= 1 or type(layer).__name__ == "PReLU":
                weight.assign(value + rng.normal(0, 0.2, value.shape))
        if isinstance(layer, layers.Normalization):
            pin(layer)
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = 0.3
    for _ in range(4):
        model(rng.uniform(*limits, (8, *shape)).astype("float32"), training=True)
    keras.config.set_floatx("float64")
    exact = construct(name, None)
    exact.set_weights(model.get_weights())
    for layer in every_layer(exact):
        if isinstance(layer, layers.Normalization):
            pin(layer)
    keras.config.set_floatx("float32")
    return model, exact, shape, limits
